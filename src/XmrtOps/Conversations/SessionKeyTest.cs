using System.Net;
using System.Text.RegularExpressions;
using XmrtOps.Findings;

namespace XmrtOps.Conversations;

/// <summary>Whether a session key is of one of the forms that the application makes.</summary>
internal static partial class SessionKeyTest
{
    public static ConversationTestResult Judge(string key)
    {
        (string? form, Finding? wrong) = FormOf(key);
        return wrong is not null
            ? ConversationTestResult.Failed(ConversationTestKind.SessionKey, key, wrong)
            : new ConversationTestResult
            {
                Connection = "",
                Test = ConversationTestKind.SessionKey,
                Subject = key,
                Passed = true,
                Reason = $"it is {form}",
            };
    }

    private static (string? Form, Finding? Wrong) FormOf(string key)
    {
        string trimmed = key.Trim();
        if (trimmed.Length == 0 || trimmed != key || key.Any(char.IsControl))
        {
            return Wrong("SessionKeyBlank", "it is empty, or has white space or control characters around or in it", "Compare it with Get-XmrtConversation: keys are compared exactly.");
        }

        if (Guid.TryParse(key, out _))
        {
            return Wrong("SessionIdGiven", "it is a UUID: the identifier of a session is not its key", $"Get-XmrtConversation -Id {key}");
        }

        if (key.StartsWith("local-", StringComparison.Ordinal))
        {
            return Wrong(
                "SessionNeverSaved",
                "the browser made it up after the database had refused a session: nothing of it is ever saved",
                "See the results KeyClash and Insert for why sessions are refused; the visitor has to reload the page then.");
        }

        return key.StartsWith("ip-local-", StringComparison.Ordinal) && Digits().IsMatch(key.AsSpan("ip-local-".Length))
                ? ("of a visitor whose address is not known, by the time", null)
            : key.StartsWith("ip-", StringComparison.Ordinal) && IPAddress.TryParse(key.AsSpan(3), out _)
                ? ("of an address", null)
            : Community().IsMatch(key) ? ("of the community's chat, by the time", null)
            : Wrong(
                "SessionKeyUnknown",
                "it is of none of the forms that the application makes: ip-<address>, ip-local-<ms>, community_<ms>_<9 characters>",
                "See what made it: a script with the service key may make any.");
    }

    private static (string? Form, Finding? Wrong) Wrong(string code, string reason, string remedy) => (
        null,
        new Finding { Code = code, Severity = Severity.Warning, Confidence = Confidence.Medium, Reason = reason, Remedy = remedy });

    [GeneratedRegex(@"\A[0-9]{10,16}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\Acommunity_[0-9]{10,16}_[0-9a-z]{1,12}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Community();
}
