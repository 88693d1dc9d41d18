using System.Text.Json.Serialization;

namespace XmrtOps.Functions;

/// <summary>The calls of one function, as the log engine has counted them.</summary>
internal sealed record FunctionTraffic
{
    [JsonPropertyName("fn")]
    public string? FunctionId { get; init; }

    public long Calls { get; init; }

    public long Errors { get; init; }

    public long Unauthorized { get; init; }

    public long Refused { get; init; }

    public long Timeouts { get; init; }

    public long Limits { get; init; }

    public double P50 { get; init; }

    public double P95 { get; init; }

    public double Slowest { get; init; }

    public long MemoryLimits { get; init; }
}
