using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>A question about measurements; needs the plan Observability Plus.</summary>
internal sealed record VercelMetricQuery
{
    /// <summary>Filled in by the client: this project.</summary>
    public MetricScope? Scope { get; init; }

    /// <summary>Such as vercel.function_invocation.function_duration_ms.</summary>
    public required string Metric { get; init; }

    /// <summary>sum, avg, p50, p95, p99, count and others.</summary>
    public required string Aggregation { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public required DateTimeOffset? StartTime { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public required DateTimeOffset? EndTime { get; init; }

    public MetricGranularity? Granularity { get; init; }

    public IReadOnlyList<string>? GroupBy { get; init; }

    /// <summary>In OData's form: environment eq 'production' and http_status ge 500.</summary>
    public string? Filter { get; init; }

    public int? Limit { get; init; }

    public string? OrderBy { get; init; }

    public string? OrderDirection { get; init; }

    /// <summary>What an answer calls the numbers: vercel_function_invocation_function_duration_ms_p95.</summary>
    [JsonIgnore]
    public string RollupName =>
        $"{Metric}_{Aggregation}".Replace('.', '_').Replace('/', '_');

    /// <summary>Whose measurements.</summary>
    internal sealed record MetricScope
    {
        public required string Type { get; init; }

        public required string OwnerId { get; init; }

        public IReadOnlyList<string>? ProjectIds { get; init; }
    }

    /// <summary>Width of a point; one of them is set.</summary>
    internal sealed record MetricGranularity
    {
        public int? Minutes { get; init; }

        public int? Hours { get; init; }

        public int? Days { get; init; }
    }
}
