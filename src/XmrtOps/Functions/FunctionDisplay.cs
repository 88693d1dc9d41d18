using System.ComponentModel;
using System.Globalization;
using XmrtOps.Database.Plans;
using XmrtOps.Functions.Checks;
using XmrtOps.Functions.Publishing;
using XmrtOps.Module;

namespace XmrtOps.Functions;

/// <summary>The human form of records of functions, for their tables only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FunctionDisplay
{
    // Where the last column of each table begins, and one for the edge of the window.
    private const int TestReasonColumn = 22;
    private const int PublishedReasonColumn = 45;

    /// <summary>on, off, or nothing where it is not known.</summary>
    /// <param name="isOn">The setting.</param>
    public static string Switch(bool? isOn) => isOn switch { true => "on", false => "off", null => "" };

    /// <summary>yes, no, or ? where it is not known.</summary>
    /// <param name="answer">The answer.</param>
    public static string Answer(bool? answer) => answer switch { true => "yes", false => "no", null => "?" };

    /// <summary>Codes of findings, or what a probe said where there are none.</summary>
    /// <param name="function">A function.</param>
    public static string Findings(DeployedFunction? function) => function is null ? ""
        : function.Findings.Count > 0 ? string.Join(", ", function.Findings.Select(finding => finding.Code))
        : function.Probe is { Started: true } ? "starts"
        : "";

    /// <summary>The reason of a test, its warnings, and what to do, broken so that it fits the last column.</summary>
    /// <param name="result">A result.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Reason(FunctionTestResult? result, int consoleWidth)
    {
        int width = Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - TestReasonColumn;
        IEnumerable<string> lines = DisplayLines.Of(Display.OneLine(result?.Reason), width, "");
        return string.Join('\n', result?.Remedy is { } remedy
            ? lines.Concat(DisplayLines.Of("> " + Display.OneLine(remedy), width, "  "))
            : lines);
    }

    /// <summary>From which version to which.</summary>
    /// <param name="published">What was deployed.</param>
    public static string Versions(PublishedFunction? published) => published is null ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{published.PreviousVersion?.ToString(CultureInfo.InvariantCulture) ?? "new"} > {published.Version}");

    /// <summary>What came of it, broken so that it fits the last column.</summary>
    /// <param name="published">What was deployed.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Reason(PublishedFunction? published, int consoleWidth) => string.Join('\n', DisplayLines.Of(
        Display.OneLine(published?.Reason), Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - PublishedReasonColumn, ""));
}
