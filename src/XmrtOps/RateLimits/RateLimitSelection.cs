namespace XmrtOps.RateLimits;

/// <summary>The counters that a reset means, all to the letter.</summary>
internal sealed record RateLimitSelection
{
    public string? Identifier { get; init; }

    public string? Endpoint { get; init; }

    public DateTimeOffset? Before { get; init; }

    /// <summary>The windows that were shown; null: all.</summary>
    public IReadOnlyList<(DateTimeOffset Start, DateTimeOffset End)>? Windows { get; init; }

    /// <summary>A text of PostgreSQL cannot hold the character NUL, so that such a name is in no row.</summary>
    public bool CanMatch => !Holds(Identifier) && !Holds(Endpoint);

    public object?[] Parameters =>
    [
        Identifier,
        Endpoint,
        Before?.UtcDateTime,
        Windows?.Select(w => w.Start.UtcDateTime).ToArray(),
        Windows?.Select(w => w.End.UtcDateTime).ToArray(),
    ];

    private static bool Holds(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
