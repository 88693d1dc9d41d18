using System.Text.RegularExpressions;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Connections;

/// <summary>Where a secret is to be had: a variable of the environment, or a vault of SecretManagement.</summary>
/// <param name="Variable">The variable's name, or null.</param>
/// <param name="Vault">The vault's name, or null for whichever has the secret.</param>
/// <param name="Name">The secret's name in the vault, or null.</param>
internal sealed partial record SecretSource(string? Variable, string? Vault, string? Name)
{
    /// <summary>Reads <c>env:VARIABLE</c>, <c>secret:Vault/Name</c> or <c>secret:Name</c>.</summary>
    /// <param name="what">How a message calls the setting.</param>
    /// <param name="text">What it says.</param>
    /// <exception cref="XmrtException">SecretInProfile, InvalidSecretSource.</exception>
    public static SecretSource Parse(string what, string text)
    {
        Match match = Sources().Match(text);
        if (SecretText.HoldsSecret(text) || !match.Groups["kind"].Success)
        {
            // Whatever it is, it may be the secret itself, and is not repeated.
            throw Errors.SecretInProfile(what);
        }

        return match.Groups["variable"] is { Success: true } variable ? new SecretSource(variable.Value, null, null)
            : match.Groups["name"] is { Success: true } name
                ? new SecretSource(null, match.Groups["vault"] is { Success: true } vault ? vault.Value : null, name.Value)
            : throw Errors.InvalidSecretSource(what);
    }

    [GeneratedRegex(
        @"\A(?<kind>env|secret):(?:(?<=env:)(?<variable>[A-Za-z_][A-Za-z0-9_]{0,127})\z"
        + @"|(?<=secret:)(?:(?<vault>[^/\p{C}]{1,128})/)?(?<name>[^/\p{C}]{1,128})\z)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sources();
}
