namespace XmrtOps.Platforms.Vercel;

/// <summary>How far a rollback or promotion is with one address.</summary>
internal sealed record VercelAliasStatus
{
    public string? Id { get; init; }

    /// <summary>completed, in-progress, pending, failed; others may come.</summary>
    public string? Status { get; init; }

    public MovedAlias? Alias { get; init; }

    /// <summary>The address and where it leads to.</summary>
    internal sealed record MovedAlias
    {
        public string? Alias { get; init; }

        public string? DeploymentId { get; init; }
    }
}
