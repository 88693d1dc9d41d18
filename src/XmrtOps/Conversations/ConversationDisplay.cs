using System.ComponentModel;
using System.Globalization;
using XmrtOps.Database.Plans;
using XmrtOps.Module;

namespace XmrtOps.Conversations;

/// <summary>The human form of test results and sessions, for their tables only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConversationDisplay
{
    private const int SubjectWidth = 22;

    // Where the last column of the table begins, and one for the edge of the window.
    private const int ReasonColumn = 42;

    // Likewise of the sessions' table.
    private const int SessionColumn = 51;

    /// <summary>The name of a session, cut to the column; of one that does not exist in full, so that it can be copied, with
    /// what refers to it.</summary>
    /// <param name="conversation">A session.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Session(Conversation? conversation, int consoleWidth)
    {
        int width = Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - SessionColumn;
        string? name = conversation?.SessionKey ?? conversation?.Id?.ToString();
        if (conversation?.State != ConversationState.Missing)
        {
            return Display.OneLine(name, width);
        }

        string[] lines = [.. WrappedText.Of(Display.OneLine(name), width, "")];
        string referring = string.Join(
            ", ", Counted(conversation.SummaryCount, "summary", "summaries").Concat(Counted(conversation.MemoryCount, "memory", "memories")));
        return string.Join('\n', lines)
            + (referring.Length == 0 ? "" : lines[^1].Length + referring.Length + 3 <= width ? $" ({referring})" : $"\n({referring})");
    }

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

    private static IEnumerable<string> Counted(long? count, string one, string many) => count is > 0 and { } number
        ? [string.Create(CultureInfo.CurrentCulture, $"{number:N0} {(number == 1 ? one : many)}")]
        : [];
}
