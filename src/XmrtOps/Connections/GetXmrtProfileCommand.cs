using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Connections;

/// <summary>Lists the profiles. None holds a secret.</summary>
[Cmdlet(VerbsCommon.Get, "XmrtProfile")]
[OutputType(typeof(XmrtProfile))]
public sealed class GetXmrtProfileCommand : XmrtCmdlet
{
    /// <summary>Names to look for.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    private protected override void Process()
    {
        Func<string, bool> isWanted = NameFilter.Of(nameof(Name), Name);
        List<XmrtProfile> found = [.. ProfileStore.Default.List().Where(profile => isWanted(profile.Name))];
        foreach (XmrtProfile profile in found)
        {
            try
            {
                // A file that was edited by hand may hold a secret, which is not to be shown.
                ProfileRules.Check(profile);
                WriteObject(profile);
            }
            catch (XmrtException fault)
            {
                WriteError(ErrorRecords.From(fault, profile.Name));
            }
        }

        foreach (string missing in (Name ?? []).Where(NameFilter.IsLiteral))
        {
            if (!found.Exists(p => string.Equals(p.Name, missing, StringComparison.OrdinalIgnoreCase)))
            {
                WriteError(ErrorRecords.From(Errors.ProfileNotFound(missing)));
            }
        }
    }
}
