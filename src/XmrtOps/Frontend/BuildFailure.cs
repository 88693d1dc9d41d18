using System.Text.RegularExpressions;
using XmrtOps.Logs;

namespace XmrtOps.Frontend;

/// <summary>
/// Finds the line of a failed build's log that says why. Its last line does not: it says that a command exited with 1, and the
/// lines before it that something failed; the cause is above.
/// </summary>
internal static partial class BuildFailure
{
    private const int Names = 3;
    private const int Hints = 2;
    private const int Repeats = 1;

    // Characters of a line that are looked at: a bundler may print a whole bundle as one.
    private const int LongestLook = 2000;

    // How far above the cause its file may stand.
    private const int LinesToFile = 3;

    /// <summary>The index of the line, or null where none stands out.</summary>
    public static int? Find(IReadOnlyList<DeploymentLogLine> lines)
    {
        int? best = null;
        int bestWeight = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            int weight = Weigh(lines[i]);
            // Of equals the first one: the others follow from it.
            if (weight > bestWeight)
            {
                (best, bestWeight) = (i, weight);
            }
        }

        return best;
    }

    /// <summary>The file that the line is about, where the compiler named it on a line of its own just before.</summary>
    public static string? FileOf(IReadOnlyList<DeploymentLogLine> lines, int index)
    {
        for (int i = index - 1; i >= 0 && i >= index - LinesToFile; i--)
        {
            if (Place().Match(Beginning(lines[i])) is { Success: true } place)
            {
                return place.Groups["place"].Value;
            }
        }

        return null;
    }

    private static int Weigh(DeploymentLogLine line)
    {
        string text = Beginning(line);
        if (text.Trim().Length == 0 || line.Type == "command")
        {
            return 0;
        }

        bool isError = line.Level == LogLevel.Error;
        int weight = Outcome().IsMatch(text) ? (isError ? Repeats : 0)
            : Cause().IsMatch(text) ? Names
            : isError && Hint().IsMatch(text) ? Hints
            : isError ? Repeats : 0;
        // Warnings use the words of errors, and so do lines that only count them.
        return weight == 0 || Warning().IsMatch(text) ? 0 : (2 * weight) + (isError ? 1 : 0);
    }

    private static string Beginning(DeploymentLogLine line) =>
        line.Text.Length <= LongestLook ? line.Text : line.Text[..LongestLook];

    // What compilers, package managers and the runtime call a cause.
    [GeneratedRegex(
        @"Module not found|Cannot find (module|package|name)|Can't resolve|Could not resolve|SyntaxError|TypeError|Type error"
        + @"|ReferenceError|RangeError|error TS[0-9]+|Unexpected token|Unterminated|heap out of memory|JavaScript heap"
        + @"|ERESOLVE|E404|ENOENT|ENOSPC|EACCES|ETARGET|EBADENGINE|ERR_[A-Z_]+|No such file|command not found|is not defined"
        + @"|Missing (required )?environment|Environment variable .* (not|missing)|out of memory|timed out|Failed to (collect|load|fetch)"
        + @"|exceeds the .*(limit|size)|Invalid (configuration|next\.config)|Unknown (option|argument)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cause();

    [GeneratedRegex(
        @"\b(error|failed|failure|fatal|cannot|could not|unable to|invalid|missing)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hint();

    // That it failed, and not why.
    [GeneratedRegex(
        @"exited with|Failed to compile|Build failed|npm (ERR!|error) (code ELIFECYCLE|errno|Exit status|A complete log)|ELIFECYCLE"
        + @"|Command "".*"" failed|^\s*(Error:)?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Outcome();

    [GeneratedRegex(
        @"^\s*(npm )?warn(ing)?\b|\b0 errors\b|deprecated",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Warning();

    [GeneratedRegex(
        @"^\s*(?<place>(\.{0,2}/)?[\w@()\[\].-]+(/[\w@()\[\].-]+)+(:[0-9]+){0,2})\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
