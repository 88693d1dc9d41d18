using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>A deployment, from a list or by itself: the two forms name some things differently.</summary>
internal sealed record VercelDeployment
{
    /// <summary>The identifier in lists.</summary>
    public string? Uid { get; init; }

    /// <summary>The identifier of a single one.</summary>
    public string? Id { get; init; }

    /// <summary>dpl_…, in whichever form it came.</summary>
    [JsonIgnore]
    public string? DeploymentId => Uid ?? Id;

    public string? Name { get; init; }

    public string? ProjectId { get; init; }

    /// <summary>Host name without https://; null while it is uploaded.</summary>
    public string? Url { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? Created { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was made, in whichever form it came.</summary>
    [JsonIgnore]
    public DateTimeOffset? MadeAt => CreatedAt ?? Created;

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? BuildingAt { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? Ready { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? CanceledAt { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? BuildErrorAt { get; init; }

    public string? State { get; init; }

    public string? ReadyState { get; init; }

    /// <summary>QUEUED, INITIALIZING, BUILDING, READY, ERROR, CANCELED, BLOCKED, DELETED; others may come.</summary>
    [JsonIgnore]
    public string? Status => ReadyState ?? State;

    public string? ReadyStateReason { get; init; }

    /// <summary>STAGED: never had production traffic; ROLLING: gets it; PROMOTED: has had it.</summary>
    public string? ReadySubstate { get; init; }

    /// <summary>production, staging; null is a preview.</summary>
    public string? Target { get; init; }

    /// <summary>cli, git, redeploy and others.</summary>
    public string? Source { get; init; }

    public VercelCreator? Creator { get; init; }

    /// <summary>githubCommitSha, githubCommitRef, githubCommitMessage and others.</summary>
    [JsonConverter(typeof(TextMap))]
    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public IReadOnlyList<string>? Alias { get; init; }

    /// <summary>Its domains lead to it.</summary>
    [JsonConverter(typeof(LooseFlag))]
    public bool? AliasAssigned { get; init; }

    public VercelProblem? AliasError { get; init; }

    public VercelProblem? AliasWarning { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public string? ErrorStep { get; init; }

    public string? ErrorLink { get; init; }

    /// <summary>out-of-memory, where the build ended so.</summary>
    public string? OomReport { get; init; }

    public string? InspectorUrl { get; init; }

    public bool? IsRollbackCandidate { get; init; }

    public string? ChecksState { get; init; }

    public string? ChecksConclusion { get; init; }

    /// <summary>False: it will not go live by itself.</summary>
    public bool? AutoAssignCustomDomains { get; init; }

    public VercelGitSource? GitSource { get; init; }

    public string? Plan { get; init; }

    /// <summary>Who made a deployment.</summary>
    internal sealed record VercelCreator
    {
        public string? Uid { get; init; }

        public string? Username { get; init; }

        public string? Email { get; init; }
    }

    /// <summary>What kept domains from being moved.</summary>
    internal sealed record VercelProblem
    {
        public string? Code { get; init; }

        public string? Message { get; init; }

        public string? Link { get; init; }
    }
}
