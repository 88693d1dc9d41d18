namespace XmrtOps.RateLimits;

/// <summary>An identifier and an endpoint of which a policy blocks requests, while that is found out.</summary>
internal sealed class BlockedPair(string identifier, string endpoint, long maximum)
{
    public string Identifier => identifier;

    public string Endpoint => endpoint;

    public long Maximum => maximum;

    /// <summary>Runs of windows that are over the limit: first and last start.</summary>
    public List<(DateTime First, DateTime Last)> Runs { get; } = [];

    public long Blocked { get; set; }

    public long Peak { get; set; }

    public long? Requests { get; set; }

    public DateTimeOffset? FirstBlockedAt { get; set; }

    public DateTimeOffset LastBlockedAt { get; set; }

    public DateTime FirstWindow => Runs.Min(run => run.First);
}
