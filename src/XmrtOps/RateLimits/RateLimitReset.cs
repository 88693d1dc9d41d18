namespace XmrtOps.RateLimits;

/// <summary>What a reset of rate limit counters cleared.</summary>
public sealed record RateLimitReset
{
    /// <summary>Name of the connection it was done on.</summary>
    public required string Connection { get; init; }

    /// <summary>The identifier that was meant, to the letter; null: all.</summary>
    public string? Identifier { get; init; }

    /// <summary>The endpoint that was meant, to the letter; null: all.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Only windows that start before this; null: all.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Windows of a minute that were cleared.</summary>
    public long Windows { get; init; }

    /// <summary>Requests that the cleared counters stood for.</summary>
    public long Requests { get; init; }

    /// <summary>Rows that were deleted.</summary>
    public long RecordedRows { get; init; }

    /// <summary>Time the deletion took, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset ClearedAt { get; init; }

    /// <summary>Entry of the journal (Get-XmrtJournal); null when it was not to be written, or nothing was cleared.</summary>
    public Guid? JournalId { get; init; }
}
