using System.Globalization;
using XmrtOps.Module;

namespace XmrtOps.RateLimits;

/// <summary>Somebody whom a rate limit would have blocked: what one identifier asked of one endpoint.</summary>
public sealed record RateLimitedIdentifier
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Who asked.</summary>
    public required string Identifier { get; init; }

    /// <summary>What was asked for.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Requests allowed in a window: the endpoint's own limit where it has one.</summary>
    public long MaximumRequests { get; init; }

    /// <summary>Requests in the whole time replayed; null for those that are not among the worst of the policy.</summary>
    public long? Requests { get; init; }

    /// <summary>Requests that would have been blocked.</summary>
    public long BlockedRequests { get; init; }

    /// <summary>Most requests in one window, blocked ones too.</summary>
    public long PeakRequests { get; init; }

    /// <summary>The first request that would have been blocked; null for those that are not among the worst of the policy,
    /// where windows are fixed.</summary>
    public DateTimeOffset? FirstBlockedAt { get; init; }

    /// <summary>The last request that would have been blocked.</summary>
    public DateTimeOffset LastBlockedAt { get; init; }

    /// <summary>Who, what, and how much of it, so that a list of them reads well.</summary>
    public override string ToString() => string.Create(
        CultureInfo.CurrentCulture,
        $"{Display.OneLine(Identifier, 60)} {Display.OneLine(Endpoint, 60)}: {BlockedRequests:N0}{(Requests is { } all ? $" of {all:N0}" : "")} blocked");
}
