namespace XmrtOps.RateLimits;

/// <summary>What a rate limit would have done to the requests that were recorded (runbook, chapter 4).</summary>
public sealed record RateLimitPolicyResult
{
    /// <summary>Name of the connection it was measured on.</summary>
    public required string Connection { get; init; }

    /// <summary>Name of the policy, such as <c>100/1m</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Requests that it allows an identifier in a window, per endpoint.</summary>
    public long MaximumRequests { get; init; }

    /// <summary>Length of the window.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>How it counts.</summary>
    public RateLimitAlgorithm Algorithm { get; init; }

    /// <summary>Endpoints with a limit of their own.</summary>
    public IReadOnlyDictionary<string, long> EndpointLimit { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Who is never limited.</summary>
    public IReadOnlyList<string> ExemptIdentifier { get; init; } = [];

    /// <summary>Start of the time replayed. Nothing is counted before it, so that nobody is blocked for what was earlier.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>End of the time replayed.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>Requests replayed, those of exempt identifiers too.</summary>
    public long Requests { get; init; }

    /// <summary>Requests of exempt identifiers.</summary>
    public long ExemptRequests { get; init; }

    /// <summary>Requests that it would have let through.</summary>
    public long AllowedRequests { get; init; }

    /// <summary>Requests that it would have answered with 429.</summary>
    public long BlockedRequests { get; init; }

    /// <summary>Share of the requests that it would have blocked, 0 to 100; null when there were none.</summary>
    public double? BlockedPercent { get; init; }

    /// <summary>Identifiers of which it would have blocked any request.</summary>
    public long IdentifiersBlocked { get; init; }

    /// <summary>The first request that it would have blocked; null when none.</summary>
    public DateTimeOffset? FirstBlockedAt { get; init; }

    /// <summary>The last request that it would have blocked; null when none.</summary>
    public DateTimeOffset? LastBlockedAt { get; init; }

    /// <summary>Whom it would have blocked most, ten at most, worst first; -Detail lists all.</summary>
    public IReadOnlyList<RateLimitedIdentifier> Worst { get; init; } = [];

    /// <summary>The lines of an edge function (TypeScript) that set this policy.</summary>
    public required string ChangeText { get; init; }

    /// <summary>When it was measured.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
