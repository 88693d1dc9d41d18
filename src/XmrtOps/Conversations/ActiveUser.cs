namespace XmrtOps.Conversations;

/// <summary>Who was active in one hour, also where nobody was (runbook, "Active Users").</summary>
public sealed record ActiveUser
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>When the hour begins, on the clock of the time zone that was asked for.</summary>
    public required DateTimeOffset HourStart { get; init; }

    /// <summary>When it ends. Where clocks change by half an hour, such an "hour" is longer or shorter.</summary>
    public required DateTimeOffset HourEnd { get; init; }

    /// <summary>Part of the hour is outside of what was asked for, or in the future: the numbers are of the rest.</summary>
    public required bool IsPartial { get; init; }

    /// <summary>Sessions with a message in it; null: not to be seen.</summary>
    public long? ActiveSessions { get; init; }

    /// <summary>People who wrote in it: by profile where the session has one, by session otherwise, which is one an address.
    /// Null: not to be seen.</summary>
    public long? ActiveUsers { get; init; }

    /// <summary>Messages of all kinds in it; null: not to be seen.</summary>
    public long? Messages { get; init; }

    /// <summary>The runbook's number: sessions marked active whose row was last changed in it; null: not to be seen.</summary>
    public long? UpdatedSessions { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }
}
