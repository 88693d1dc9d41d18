using System.Management.Automation;
using System.Security;
using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Module;

/// <summary>Reads what is given as a token: a text, a SecureString, or a credential that holds one as its password.</summary>
internal static class TokenInput
{
    /// <exception cref="XmrtException">NotAToken.</exception>
    public static string Read(object? given) => given switch
    {
        PSObject wrapped => Read(wrapped.BaseObject),
        null => "",
        string text => text,
        SecureString secret => secret.Reveal(),
        PSCredential credential => credential.Password.Reveal(),
        _ => throw Errors.NotAToken(given.GetType().Name),
    };
}
