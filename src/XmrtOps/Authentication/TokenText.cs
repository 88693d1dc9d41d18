using System.Text;
using XmrtOps.Findings;

namespace XmrtOps.Authentication;

/// <summary>A token as it was meant: without what a clipboard or a header put around it.</summary>
/// <param name="Text">The token.</param>
/// <param name="Length">Characters of what was given.</param>
/// <param name="Findings">What was taken away.</param>
internal sealed record TokenText(string Text, int Length, IReadOnlyList<Finding> Findings)
{
    private const string Scheme = "Bearer ";
    private const string Header = "Authorization:";

    public static TokenText Of(string given, DateTimeOffset now)
    {
        List<Finding> findings = [];
        string text = given.Trim();
        bool isTrimmed = text.Length != given.Length;
        if (text.StartsWith(Header, StringComparison.OrdinalIgnoreCase))
        {
            text = text[Header.Length..].TrimStart();
        }

        if (text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            text = text[Scheme.Length..].TrimStart();
            findings.Add(new Finding
            {
                Code = "SchemeIncluded",
                Severity = Severity.Information,
                Reason = "The text begins with 'Bearer', which belongs to the header and not to the token.",
                Remedy = "Where only the key is asked for, as in an apikey header or a setting, leave 'Bearer' out.",
                MeasuredAt = now,
            });
        }

        if (text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0])
        {
            text = text[1..^1];
            findings.Add(Broken("QuotesIncluded", "The token stands in quotes: a setting that holds them is refused.", now));
        }

        if (text.Any(IsBlank))
        {
            text = string.Concat(text.Where(c => !IsBlank(c)));
            findings.Add(Broken(
                "LineBreakInToken", "The token was broken by white space, as a clipboard does: sent like that it is refused.", now));
        }
        else if (isTrimmed)
        {
            findings.Add(Broken(
                "WhiteSpaceAround", "White space or a line break stands around the token: a setting that holds it is refused.", now));
        }

        return new TokenText(text, given.Length, findings);
    }

    /// <summary>Never the token.</summary>
    public override string ToString() => $"{Text.Length} characters";

    // A zero-width blank comes along from web pages, and is not white space to .NET.
    private static bool IsBlank(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c)
        || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format;

    private static Finding Broken(string code, string reason, DateTimeOffset now) => new()
    {
        Code = code,
        Severity = Severity.Warning,
        Reason = reason,
        Remedy = "Copy it again as one line. It was read without that here.",
        MeasuredAt = now,
    };
}
