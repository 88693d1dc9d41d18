using System.Collections.ObjectModel;
using XmrtOps.Findings;

namespace XmrtOps.Conversations;

/// <summary>One thing that was tested to find out why conversations are not saved (runbook, chapter 5).</summary>
public sealed record ConversationTestResult
{
    /// <summary>Name of the connection it was tested on.</summary>
    public required string Connection { get; init; }

    /// <summary>What was tested.</summary>
    public required ConversationTestKind Test { get; init; }

    /// <summary>Of what: a table, a table and a role, a session key.</summary>
    public required string Subject { get; init; }

    /// <summary>True: proven to be right. False: proven to be wrong. Null: not measured, see <see cref="Reason"/>.</summary>
    public bool? Passed { get; init; }

    /// <summary>Of the test Saving: what the newest rows say; null otherwise.</summary>
    public SavingState? State { get; init; }

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

    /// <summary>The result as it is handed out: each finding has what it was judged by, and the time.</summary>
    internal ConversationTestResult Of(string connection, DateTimeOffset at) => this with
    {
        Connection = connection,
        MeasuredAt = at,
        Findings =
        [
            .. Findings.Select(finding => finding with
            {
                MeasuredAt = at,
                Evidence = finding.Evidence.Count == 0 ? Evidence : finding.Evidence,
            }),
        ],
    };

    internal static ConversationTestResult NotMeasured(
        ConversationTestKind test, string subject, string reason, string? remedy = null) => new()
    {
        Connection = "",
        Test = test,
        Subject = subject,
        Reason = reason,
        Remedy = remedy,
    };

    /// <summary>A result that its worst finding explains.</summary>
    internal static ConversationTestResult Failed(
        ConversationTestKind test, string subject, Finding worst, params IReadOnlyList<Finding> others) => new()
    {
        Connection = "",
        Test = test,
        Subject = subject,
        Passed = false,
        Reason = worst.Reason,
        Remedy = worst.Remedy,
        Evidence = worst.Evidence,
        Findings = [worst, .. others],
    };
}
