namespace XmrtOps.State;

/// <summary>One change that a command made or tried to make.</summary>
public sealed record JournalEntry
{
    /// <summary>Unique everywhere; a version-7 UUID, which begins with the time.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the intent was written, just before the command acted.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When the outcome was written; null while there is none.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From intent to outcome in milliseconds; null while there is none.</summary>
    public double? DurationMs => (EndedAt - BegunAt)?.TotalMilliseconds;

    /// <summary>How it ended, or that it did not.</summary>
    public required JournalState State { get; init; }

    /// <summary>The command, such as <c>Clear-XmrtRateLimit</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Name of the connection that it acted on.</summary>
    public string? Connection { get; init; }

    /// <summary>The system behind the connection: host, port and database.</summary>
    public string? Target { get; init; }

    /// <summary>The command's parameters as texts, secrets masked.</summary>
    public required IReadOnlyDictionary<string, string?> Parameters { get; init; }

    /// <summary>What it was about to do.</summary>
    public required string Summary { get; init; }

    /// <summary>What it did; null unless it succeeded.</summary>
    public string? Result { get; init; }

    /// <summary>The command that undoes it, or null when nothing does.</summary>
    public string? Undo { get; init; }

    /// <summary>ErrorId of the condition that ended it; null unless it failed.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Why it failed, or why its outcome is not known; otherwise null.</summary>
    public string? Message { get; init; }

    /// <summary>Account that ran the command.</summary>
    public required string UserName { get; init; }

    /// <summary>Machine that it ran on.</summary>
    public required string HostName { get; init; }

    /// <summary>Process that it ran in.</summary>
    public required int ProcessId { get; init; }
}
