using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace XmrtOps.State;

/// <summary>Windows' form of owner-only: full control for the user, the system and administrators, nothing inherited.</summary>
[SupportedOSPlatform("windows")]
internal static class OwnerOnlyAcl
{
    /// <summary>For a directory, and what is made in it.</summary>
    public static DirectorySecurity Directory()
    {
        DirectorySecurity security = new();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (SecurityIdentifier trusted in Trusted())
        {
            security.AddAccessRule(new FileSystemAccessRule(
                trusted,
                FileSystemRights.FullControl,
                InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit,
                PropagationFlags.None,
                AccessControlType.Allow));
        }

        return security;
    }

    public static bool IsOpenToOthers(string path)
    {
        SecurityIdentifier[] trusted = Trusted();
        return SecurityOf(path)
            .GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier))
            .Cast<FileSystemAccessRule>()
            .Any(rule => rule.AccessControlType == AccessControlType.Allow
                && rule.IdentityReference is SecurityIdentifier identity
                && !trusted.Contains(identity)
                && !identity.IsWellKnown(WellKnownSidType.CreatorOwnerSid));
    }

    public static void Mend(string path)
    {
        if (System.IO.Directory.Exists(path))
        {
            new DirectoryInfo(path).SetAccessControl(Directory());
            return;
        }

        FileSecurity security = new();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (SecurityIdentifier trusted in Trusted())
        {
            security.AddAccessRule(
                new FileSystemAccessRule(trusted, FileSystemRights.FullControl, AccessControlType.Allow));
        }

        new FileInfo(path).SetAccessControl(security);
    }

    private static FileSystemSecurity SecurityOf(string path) => System.IO.Directory.Exists(path)
        ? new DirectoryInfo(path).GetAccessControl()
        : new FileInfo(path).GetAccessControl();

    private static SecurityIdentifier[] Trusted()
    {
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        return
        [
            user.User!,
            new SecurityIdentifier(WellKnownSidType.LocalSystemSid, domainSid: null),
            new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, domainSid: null),
        ];
    }
}
