using System.Collections.ObjectModel;
using XmrtOps.Findings;

namespace XmrtOps.Frontend;

/// <summary>One thing that was tested to find out why the frontend is down (runbook, chapter 1).</summary>
public sealed record FrontendTestResult
{
    /// <summary>Name of the connection it was tested on.</summary>
    public required string Connection { get; init; }

    /// <summary>What was tested.</summary>
    public required FrontendTestKind Test { get; init; }

    /// <summary>Of what: a host, an address, a deployment.</summary>
    public required string Subject { get; init; }

    /// <summary>True: proven to be right. False: proven to be wrong. Null: not measured, see <see cref="Reason"/>.</summary>
    public bool? Passed { get; init; }

    /// <summary>Why, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>What it was judged by, by name.</summary>
    public IReadOnlyDictionary<string, object?> Evidence { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>What to do; null where there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>All that is to be known about it, the worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>When it was tested.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    internal static FrontendTestResult Right(FrontendTestKind test, string subject, string reason) => new()
    {
        Connection = "",
        Test = test,
        Subject = subject,
        Passed = true,
        Reason = reason,
    };

    internal static FrontendTestResult NotMeasured(
        FrontendTestKind test, string subject, string reason, string? remedy = null) => new()
        {
            Connection = "",
            Test = test,
            Subject = subject,
            Reason = reason,
            Remedy = remedy,
        };

    /// <summary>A result that a finding explains.</summary>
    /// <param name="test">What was tested.</param>
    /// <param name="subject">Of what.</param>
    /// <param name="code">Kind of the finding.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="passed">False; null where it says more of the probe than of the frontend.</param>
    internal static FrontendTestResult Wrong(
        FrontendTestKind test, string subject, string code, string reason, string? remedy, bool? passed = false) => new()
        {
            Connection = "",
            Test = test,
            Subject = subject,
            Passed = passed,
            Reason = reason,
            Remedy = remedy,
            Findings =
            [
                new Finding
                {
                    Code = code,
                    Severity = passed == false ? Severity.Critical : Severity.Warning,
                    Confidence = passed == false ? Confidence.High : Confidence.Low,
                    Reason = reason,
                    Remedy = remedy,
                },
            ],
        };
}
