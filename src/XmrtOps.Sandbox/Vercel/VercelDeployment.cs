namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// A deployment. Where it stands is computed from the clock: nothing runs in the background, so that a test which
/// moves the clock sees each state.
/// </summary>
public sealed class VercelDeployment
{
    internal VercelDeployment()
    {
    }

    /// <summary>dpl_ and 28 letters and digits.</summary>
    public required string Id { get; init; }

    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its own host name.</summary>
    public required string Url { get; init; }

    /// <summary>The project's id.</summary>
    public required string ProjectId { get; init; }

    /// <summary>production, or null for a preview.</summary>
    public required string? Target { get; init; }

    /// <summary>git, redeploy, cli.</summary>
    public required string Source { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who asked for it.</summary>
    public required VercelUser Creator { get; init; }

    /// <summary>What it is built from.</summary>
    public required VercelCommit Commit { get; init; }

    /// <summary>SHA-1s of the uploaded files that it is built from, by their paths; null where it is built from the repository.</summary>
    public IReadOnlyDictionary<string, string>? Files { get; init; }

    /// <summary>The environment variables that its build found; it keeps them, whatever is set later.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Why its build fails; null when it does not.</summary>
    public VercelBuildFailure? Failure { get; init; }

    /// <summary>It is held back before it is built.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>Its domains cannot be assigned.</summary>
    public bool HasAliasError { get; init; }

    /// <summary>The deployment that it rebuilds; null for none.</summary>
    public string? OriginalId { get; init; }

    /// <summary>redeploy or promote, where a client said so.</summary>
    public string? Action { get; init; }

    /// <summary>How its functions do.</summary>
    public VercelBehaviour Behaviour { get; set; }

    /// <summary>When it was stopped before it was built; null when it was not.</summary>
    public DateTimeOffset? CanceledAt { get; internal set; }

    /// <summary>Since when it has, or when it first had, production traffic; null when it never had.</summary>
    public DateTimeOffset? ServedSince { get; internal set; }

    /// <summary>How long each state of it takes.</summary>
    public required VercelTimings Timings { get; init; }

    /// <summary>What happens when its build is over has happened.</summary>
    internal bool IsSettled { get; set; }

    internal DateTimeOffset InitializingAt => CreatedAt + Timings.Queued;

    internal DateTimeOffset BuildingAt => InitializingAt + Timings.Initializing;

    internal DateTimeOffset BuiltAt => EndedAt ?? BuildingAt + Timings.Building;

    /// <summary>When its build was made to end; null where it takes the time that it takes.</summary>
    internal DateTimeOffset? EndedAt { get; set; }

    internal DateTimeOffset AliasedAt => BuiltAt + Timings.Aliasing;

    internal bool IsProduction => Target == "production";

    /// <summary>Where it stands at that moment.</summary>
    public VercelReadyState StateAt(DateTimeOffset now)
    {
        if (IsBlocked) return VercelReadyState.Blocked;
        if (CanceledAt <= now) return VercelReadyState.Canceled;
        if (now < InitializingAt) return VercelReadyState.Queued;
        if (now < BuildingAt) return VercelReadyState.Initializing;
        if (now < BuiltAt) return VercelReadyState.Building;
        return Failure is null ? VercelReadyState.Ready : VercelReadyState.Error;
    }

    /// <summary>Whether it is built and its addresses lead to it.</summary>
    public bool IsAliasedAt(DateTimeOffset now) =>
        StateAt(now) == VercelReadyState.Ready && now >= AliasedAt && !HasAliasError;

    /// <summary>Id, and nothing of its environment.</summary>
    public override string ToString() => Id;
}
