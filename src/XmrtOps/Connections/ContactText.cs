using System.Text.RegularExpressions;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Connections;

/// <summary>A person or team and how to reach them, written as in a mail: <c>Ada Lovelace &lt;ada@example.net&gt;</c>.</summary>
/// <param name="Name">Who.</param>
/// <param name="Address">A mail address, a telephone number, a channel.</param>
internal sealed partial record ContactText(string Name, string Address)
{
    /// <param name="what">How a message calls the setting.</param>
    /// <param name="text">What it says.</param>
    /// <exception cref="XmrtException">InvalidProfileValue, SecretInProfile.</exception>
    public static ContactText Parse(string what, string text)
    {
        if (SecretText.HoldsSecret(text))
        {
            throw Errors.SecretInProfile(what);
        }

        Match match = Form().Match(text);
        return match.Success
            ? new ContactText(match.Groups["name"].Value, match.Groups["address"].Value)
            : throw Errors.InvalidProfileValue(what, "a contact is written as 'name <address>'");
    }

    [GeneratedRegex(
        @"\A\s*(?<name>[^<>\p{C}\s][^<>\p{C}]{0,199}?)\s*<\s*(?<address>[^<>\p{C}\s][^<>\p{C}]{0,199}?)\s*>\s*\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
