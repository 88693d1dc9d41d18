namespace XmrtOps.Platforms.Vercel;

/// <summary>A page of domains that a rollback or promotion moves.</summary>
internal sealed record VercelAliasStatusPage : IVercelPage<VercelAliasStatus>
{
    public IReadOnlyList<VercelAliasStatus>? Aliases { get; init; }

    public VercelPagination? Pagination { get; init; }

    IReadOnlyList<VercelAliasStatus>? IVercelPage<VercelAliasStatus>.Items => Aliases;
}
