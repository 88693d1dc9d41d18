using System.Globalization;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Something that is measured, and how its values are rolled up.</summary>
internal sealed record VercelMetric(
    string Id, string Description, string Unit, IReadOnlyList<string> Aggregations, bool OnlyFunctions)
{
    private static readonly string[] s_counts = ["sum", "persecond"];
    private static readonly string[] s_times = ["p75", "p50", "p90", "p95", "p99", "avg", "min", "max", "stddev"];

    public static IReadOnlyList<VercelMetric> All { get; } =
    [
        new("vercel.request.count", "Requests", "count", s_counts, OnlyFunctions: false),
        new("vercel.function_invocation.count", "Calls of functions", "count", s_counts, OnlyFunctions: true),
        new("vercel.function_invocation.function_duration_ms", "Time in the function", "milliseconds", s_times, true),
        new("vercel.function_invocation.request_duration_ms", "Time of the request", "milliseconds", s_times, true),
    ];

    public static VercelMetric Find(string? id)
    {
        if (All.FirstOrDefault(metric => metric.Id == id) is { } found) return found;

        var refusal = VercelRefusedException.BadRequest(
            "Invalid request: `metric` should be equal to one of the allowed values.");
        refusal.Details["allowedValues"] = All.Select(metric => metric.Id).ToArray();
        throw refusal;
    }

    public bool Covers(VercelRequestLogRow row) => !OnlyFunctions || row.Source == "serverless";

    /// <summary>One number for these rows; null where there is none to be had.</summary>
    public static double? Roll(string aggregation, IReadOnlyList<VercelRequestLogRow> rows, TimeSpan span)
    {
        if (aggregation == "sum") return rows.Count;
        if (aggregation == "persecond") return rows.Count / span.TotalSeconds;
        if (rows.Count == 0) return null;

        var times = rows.Select(row => row.Duration.TotalMilliseconds).Order().ToArray();
        return aggregation switch
        {
            "avg" => times.Average(),
            "min" => times[0],
            "max" => times[^1],
            "stddev" => Math.Sqrt(times.Average(time => Math.Pow(time - times.Average(), 2))),
            _ => Percentile(times, int.Parse(aggregation[1..], CultureInfo.InvariantCulture) / 100.0),
        };
    }

    private static double Percentile(double[] sorted, double part)
    {
        var place = part * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
