using System.ComponentModel;
using XmrtOps.Module;

namespace XmrtOps.Frontend;

/// <summary>The human form of results about the frontend, for their tables only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FrontendDisplay
{
    // Where the last column of each table begins, and one for the edge of the window.
    private const int StartColumn = 31;
    private const int ReasonColumn = 42;
    private const int SubjectWidth = 22;

    /// <summary>The deployment, what became of it, what to do and what takes it back, broken so that it fits.</summary>
    /// <param name="start">A result.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Start(DeploymentStart? start, int consoleWidth)
    {
        int width = Width(consoleWidth, StartColumn);
        return string.Join('\n', new[]
        {
            WrappedText.Of(start?.Id ?? "", width, ""),
            WrappedText.Of(Display.OneLine(start?.Reason), width, ""),
            start?.ErrorMessage is { } error ? WrappedText.Of(Display.OneLine(error), width, "") : [],
            start?.Remedy is { } remedy ? WrappedText.Of("> " + Display.OneLine(remedy), width, "  ") : [],
            start?.Undo is { } undo ? WrappedText.Of("undo: " + Display.OneLine(undo), width, "  ") : [],
        }.SelectMany(lines => lines).Where(line => line.Length > 0));
    }

    /// <summary>What was tested, broken between words.</summary>
    /// <param name="result">A result.</param>
    public static string Subject(FrontendTestResult? result) =>
        string.Join('\n', WrappedText.Of(Display.OneLine(result?.Subject), SubjectWidth, "  "));

    /// <summary>The reason, and what to do where something is, broken so that it fits the last column.</summary>
    /// <param name="result">A result.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Reason(FrontendTestResult? result, int consoleWidth)
    {
        int width = Width(consoleWidth, ReasonColumn);
        IEnumerable<string> lines = WrappedText.Of(Display.OneLine(result?.Reason), width, "");
        return string.Join('\n', result is { Passed: not true, Remedy: { } remedy }
            ? lines.Concat(WrappedText.Of("> " + Display.OneLine(remedy), width, "  "))
            : lines);
    }

    private static int Width(int consoleWidth, int column) => Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - column;
}
