using System.Collections.ObjectModel;
using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Functions.Checks;

/// <summary>What a test came to, before it is known of which function and when.</summary>
internal sealed record FunctionVerdict
{
    public bool? Passed { get; init; }

    public required string Reason { get; init; }

    public string? Remedy { get; init; }

    public IReadOnlyDictionary<string, object?> Evidence { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public static FunctionVerdict NotMeasured(string reason, string? remedy = null, params IReadOnlyList<Finding> findings) =>
        new() { Reason = reason, Remedy = remedy, Findings = findings };

    /// <summary>Fails where a finding is critical; warnings are told, and let it pass.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="right">What is said where nothing was.</param>
    /// <param name="evidence">What it was judged by.</param>
    /// <param name="unknown">What could not be looked at, as a clause: then it is no proof that the rest is right.</param>
    public static FunctionVerdict Of(
        IEnumerable<Finding> findings, string right, IReadOnlyDictionary<string, object?> evidence, string? unknown = null)
    {
        List<Finding> all = [.. findings.OrderByDescending(finding => finding.Severity)];
        bool hasFailed = all.Any(finding => finding.Severity == Severity.Critical);
        string more = all.Count > 1 ? string.Create(CultureInfo.CurrentCulture, $" (and {all.Count - 1:N0} more)") : "";
        string reason = all.Count == 0 ? unknown ?? right
            : hasFailed || unknown is null ? all[0].Reason + more
            : $"{unknown}; {all[0].Reason}{more}";
        return new FunctionVerdict
        {
            Passed = hasFailed ? false : unknown is null ? true : null,
            Reason = reason,
            Remedy = all.Count == 0 ? null : all[0].Remedy,
            Evidence = evidence,
            Findings = all,
        };
    }

    public FunctionTestResult Of(FunctionTestKind test, string function, string path, string? connection, DateTimeOffset now) => new()
    {
        Connection = connection,
        Function = function,
        Test = test,
        Passed = Passed,
        Reason = Reason,
        Remedy = Remedy,
        Evidence = Evidence,
        Findings = [.. Findings.Select(finding => finding with { MeasuredAt = now })],
        Path = path,
        MeasuredAt = now,
    };

    public static Finding Find(
        string code, Severity severity, string reason, string? remedy = null, Confidence confidence = Confidence.High) =>
        new() { Code = code, Severity = severity, Reason = reason, Remedy = remedy, Confidence = confidence };
}
