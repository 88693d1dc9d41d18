using System.Management.Automation;
using System.Management.Automation.Language;

namespace XmrtOps.Module;

/// <summary>Makes completion results: quoted where PowerShell needs it, with a tool tip.</summary>
internal static class Completion
{
    public static IEnumerable<CompletionResult> Of(string word, IEnumerable<(string Text, string ToolTip)> candidates)
    {
        string start = word.Trim('\'', '"');
        return candidates
            .Where(c => c.Text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(c => new CompletionResult(
                Quote(c.Text), c.Text, CompletionResultType.ParameterValue, c.ToolTip.Length > 0 ? c.ToolTip : c.Text));
    }

    private static string Quote(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') && text.Length > 0 && text[0] != '-'
            ? text
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
