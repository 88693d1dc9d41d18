using System.Text.RegularExpressions;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Connections;

/// <summary>What a platform's names and addresses may look like. Nothing that is refused is repeated: it may be a key.</summary>
internal static partial class PlatformNames
{
    /// <exception cref="XmrtException">InvalidPlatformSetting.</exception>
    public static string? Project(string? project) =>
        project is null || ProjectPattern().IsMatch(project)
            ? project
            : throw Errors.InvalidPlatformSetting(
                "VercelProject", "it is a project's name (letters, digits, '.', '_', '-') or its identifier prj_…");

    /// <exception cref="XmrtException">InvalidPlatformSetting.</exception>
    public static string? Team(string? team) =>
        team is null || ProjectPattern().IsMatch(team)
            ? team
            : throw Errors.InvalidPlatformSetting(
                "VercelTeam", "it is a team's name in addresses (letters, digits, '_', '-') or its identifier team_…");

    /// <summary>An address that tokens are sent to: encrypted, unless it is on this machine.</summary>
    /// <exception cref="XmrtException">InvalidPlatformSetting.</exception>
    public static Uri? Address(string what, Uri? address)
    {
        if (address is null)
        {
            return null;
        }

        string? fault = !address.IsAbsoluteUri || address.Scheme is not ("https" or "http")
            ? "it has to begin with https://"
            : address.UserInfo.Length > 0 || SecretText.HoldsSecret(address.OriginalString)
                ? "it holds a password or a token, which has a parameter of its own"
            : address.Query.Length > 0 || address.Fragment.Length > 0 ? "it has a query: the address alone is needed"
            : address.Scheme == "http" && !address.IsLoopback
                ? "tokens are sent to it, and http:// to another machine would show them to everybody on the way; use https://"
            : null;
        return fault is null ? address : throw Errors.InvalidPlatformSetting(what, fault);
    }

    // No dot at the beginning: ".." in a path means something.
    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectPattern();
}
