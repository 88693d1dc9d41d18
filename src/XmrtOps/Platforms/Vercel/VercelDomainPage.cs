namespace XmrtOps.Platforms.Vercel;

/// <summary>A page of domains.</summary>
internal sealed record VercelDomainPage : IVercelPage<VercelDomain>
{
    public IReadOnlyList<VercelDomain>? Domains { get; init; }

    public VercelPagination? Pagination { get; init; }

    IReadOnlyList<VercelDomain>? IVercelPage<VercelDomain>.Items => Domains;
}
