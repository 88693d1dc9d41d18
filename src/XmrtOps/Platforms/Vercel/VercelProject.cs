using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>A project of Vercel. Its protectionBypass is left out: the keys of that object are secrets.</summary>
internal sealed record VercelProject
{
    /// <summary>prj_…</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>Team or user that owns it: team_…</summary>
    public string? AccountId { get; init; }

    public string? Framework { get; init; }

    /// <summary>Such as 22.x.</summary>
    public string? NodeVersion { get; init; }

    public string? RootDirectory { get; init; }

    public GitLink? Link { get; init; }

    public IReadOnlyList<ProjectAlias>? Alias { get; init; }

    public ProjectTargets? Targets { get; init; }

    /// <summary>False: new production builds do not go live by themselves, as after a rollback.</summary>
    public bool? AutoAssignCustomDomains { get; init; }

    public string? AutoAssignCustomDomainsUpdatedBy { get; init; }

    public VercelAliasRequest? LastAliasRequest { get; init; }

    public RollbackReason? RollbackDescription { get; init; }

    /// <summary>The site answers 503 DEPLOYMENT_PAUSED.</summary>
    public bool? Paused { get; init; }

    public bool? Live { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The repository that it is built from.</summary>
    internal sealed record GitLink
    {
        /// <summary>github, gitlab, bitbucket.</summary>
        public string? Type { get; init; }

        public string? Org { get; init; }

        public string? Repo { get; init; }

        /// <summary>Number at GitHub; other hosts have names of their own for it.</summary>
        [JsonConverter(typeof(LooseText))]
        public string? RepoId { get; init; }

        public string? ProductionBranch { get; init; }
    }

    /// <summary>A domain that leads to the project.</summary>
    internal sealed record ProjectAlias
    {
        public string? Domain { get; init; }

        public string? Target { get; init; }

        public string? Environment { get; init; }

        public string? GitBranch { get; init; }

        public string? Redirect { get; init; }
    }

    /// <summary>What is deployed where.</summary>
    internal sealed record ProjectTargets
    {
        public TargetDeployment? Production { get; init; }
    }

    /// <summary>The deployment that a target has.</summary>
    internal sealed record TargetDeployment
    {
        public string? Id { get; init; }

        public string? DeploymentHostname { get; init; }

        public string? Url { get; init; }

        public string? ReadyState { get; init; }

        public IReadOnlyList<string>? Alias { get; init; }

        [JsonConverter(typeof(EpochMilliseconds))]
        public DateTimeOffset? CreatedAt { get; init; }

        [JsonConverter(typeof(TextMap))]
        public IReadOnlyDictionary<string, string>? Meta { get; init; }

        public string? Plan { get; init; }
    }

    /// <summary>Who rolled back, and why.</summary>
    internal sealed record RollbackReason
    {
        public string? UserId { get; init; }

        public string? Username { get; init; }

        public string? Description { get; init; }

        [JsonConverter(typeof(EpochMilliseconds))]
        public DateTimeOffset? CreatedAt { get; init; }
    }
}
