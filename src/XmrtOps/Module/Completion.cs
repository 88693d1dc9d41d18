using System.Management.Automation;
using System.Management.Automation.Language;

namespace XmrtOps.Module;

/// <summary>Makes completion results: quoted where PowerShell needs it, with a tool tip.</summary>
internal static class Completion
{
    public static IEnumerable<CompletionResult> Of(string word, IEnumerable<(string Text, string ToolTip)> candidates)
    {
        string start = Unquoted(word);
        return candidates
            .Where(c => c.Text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(c => new CompletionResult(
                Quote(c.Text), c.Text, CompletionResultType.ParameterValue, c.ToolTip.Length > 0 ? c.ToolTip : c.Text));
    }

    /// <summary>Without PowerShell's quotes; quotes inside of them are SQL's, and stay.</summary>
    public static string Unquoted(string word)
    {
        if (word.Length == 0 || word[0] is not ('\'' or '"'))
        {
            return word;
        }

        return word.Length > 1 && word[^1] == word[0] ? word[1..^1] : word[1..];
    }

    private static string Quote(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') && text.Length > 0 && text[0] != '-'
            ? text
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
