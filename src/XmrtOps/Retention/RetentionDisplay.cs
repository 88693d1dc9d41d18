using System.ComponentModel;
using XmrtOps.Findings;
using XmrtOps.Module;

namespace XmrtOps.Retention;

/// <summary>The human form of previews of deletions and imports, for their lists only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RetentionDisplay
{
    // Where the list's values begin, and one for the edge of the window.
    private const int ValueColumn = 23;

    /// <summary>A text, broken between words so that it fits beside the list's names.</summary>
    /// <param name="text">A text.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Wrapped(string? text, int consoleWidth) =>
        string.Join('\n', WrappedText.Of(text ?? "", Width(consoleWidth), ""));

    /// <summary>What is to be known, each with what to do.</summary>
    /// <param name="findings">Findings of a preview.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Findings(IReadOnlyList<Finding>? findings, int consoleWidth)
    {
        const string indent = "  ";
        int width = Width(consoleWidth);
        return string.Join('\n', (findings ?? []).SelectMany(finding =>
            WrappedText.Of($"{finding.Severity}: {finding.Reason}", width, "").Concat(finding.Remedy is { } remedy
                ? WrappedText.Of(remedy, width - indent.Length, "").Select(line => indent + line)
                : [])));
    }

    private static int Width(int consoleWidth) => Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - ValueColumn;
}
