using System.ComponentModel;
using XmrtOps.Database.Plans;
using XmrtOps.Module;

namespace XmrtOps.Conversations;

/// <summary>The human form of test results, for their table only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConversationDisplay
{
    private const int SubjectWidth = 22;

    // Where the last column of the table begins, and one for the edge of the window.
    private const int ReasonColumn = 42;

    /// <summary>What was tested, broken between words.</summary>
    /// <param name="result">A result.</param>
    public static string Subject(ConversationTestResult? result) =>
        string.Join('\n', DisplayLines.Of(Display.OneLine(result?.Subject), SubjectWidth, "  "));

    /// <summary>The reason, and what to do where something is, broken so that it fits the last column.</summary>
    /// <param name="result">A result.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Reason(ConversationTestResult? result, int consoleWidth)
    {
        int width = Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - ReasonColumn;
        IEnumerable<string> lines = DisplayLines.Of(Display.OneLine(result?.Reason), width, "");
        return string.Join('\n', result is { Passed: not true, Remedy: { } remedy }
            ? lines.Concat(DisplayLines.Of("> " + Display.OneLine(remedy), width, "  "))
            : lines);
    }
}
