namespace XmrtOps.Functions.Saved;

/// <summary>How a version did while it was deployed.</summary>
internal sealed record SavedHealth
{
    public const string FileName = "health.json";

    /// <summary>Null: not known.</summary>
    public bool? WasHealthy { get; init; }

    public required string Reason { get; init; }

    public long? Calls { get; init; }

    public long? Errors { get; init; }

    public DateTimeOffset MeasuredAt { get; init; }
}
