using System.Security;
using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Cmdlets;

/// <summary>Fetches a secret from where a profile says it is.</summary>
internal static class SecretReader
{
    public static SecureString Read(XmrtCmdlet cmdlet, string from) =>
        from.StartsWith("env:", StringComparison.OrdinalIgnoreCase)
            ? (Environment.GetEnvironmentVariable(from[4..]) is { Length: > 0 } value
                ? value.Conceal()
                : throw Errors.SecretNotAvailable(from, "the variable is not set"))
            : throw Errors.SecretNotAvailable(from, cmdlet.CommandName);
}
