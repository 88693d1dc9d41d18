namespace XmrtOps.Database.Baselines;

/// <summary>A statement of one role as pg_stat_statements keeps it, or all that are hidden of a role, added up.</summary>
internal sealed record StatementEntry
{
    public required long RoleOid { get; init; }

    /// <summary>Null when the role has been dropped.</summary>
    public string? Role { get; init; }

    /// <summary>Null: these are the role's hidden statements.</summary>
    public long? QueryId { get; init; }

    /// <summary>Null before pg_stat_statements 1.9.</summary>
    public bool? IsTopLevel { get; init; }

    /// <summary>Null when hidden, or lost by the server.</summary>
    public string? Query { get; init; }

    /// <summary>Null before pg_stat_statements 1.11.</summary>
    public DateTimeOffset? CountedSince { get; init; }

    public required StatementCounters Counters { get; init; }

    public bool IsHidden => QueryId is null;

    /// <summary>Both as one; what is the same of them is this one's.</summary>
    public StatementEntry With(StatementEntry other) => this with
    {
        Counters = Counters + other.Counters,
        CountedSince = CountedSince is { } mine && other.CountedSince is { } its && its > mine ? its : CountedSince,
    };
}
