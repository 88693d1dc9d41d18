namespace XmrtOps.Functions;

/// <summary>What an edge function answered when it was called to see whether it starts.</summary>
public sealed record FunctionProbe
{
    /// <summary>True: the module started and answered. False: it did not. Null: not told by this answer.</summary>
    public bool? Started { get; init; }

    /// <summary>HTTP status; null where no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The platform's code (sb-error-code), such as BOOT_ERROR; null where the function itself has answered.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Milliseconds until the last byte.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Region that it ran in.</summary>
    public string? Region { get; init; }

    /// <summary>To find the call in the log by.</summary>
    public string? ExecutionId { get; init; }

    /// <summary>What it means, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do; null where there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{StatusCode} {ErrorCode}".Trim() is { Length: > 0 } text ? text : "no answer";
}
