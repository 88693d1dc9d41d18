namespace XmrtOps.Platforms.Vercel;

/// <summary>A page of deployments.</summary>
internal sealed record VercelDeploymentPage : IVercelPage<VercelDeployment>
{
    public IReadOnlyList<VercelDeployment>? Deployments { get; init; }

    public VercelPagination? Pagination { get; init; }

    IReadOnlyList<VercelDeployment>? IVercelPage<VercelDeployment>.Items => Deployments;
}
