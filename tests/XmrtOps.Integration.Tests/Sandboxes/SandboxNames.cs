using System.Security.Cryptography;

namespace XmrtOps.Integration.Tests.Sandboxes;

/// <summary>Names that no other test, and no other run beside this one, uses.</summary>
internal static class SandboxNames
{
    public static string New() => "test-" + RandomNumberGenerator.GetHexString(10, lowercase: true);
}
