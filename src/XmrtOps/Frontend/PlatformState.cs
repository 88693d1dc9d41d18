using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>What Vercel says of the project and of what is tested.</summary>
internal sealed record PlatformState
{
    public VercelProject? Project { get; init; }

    /// <summary>Why <see cref="Project"/> could not be read, and what to do about it; null where it was.</summary>
    public (string Reason, string? Remedy)? Obstacle { get; init; }

    /// <summary>The deployment that answers at the tested address; null where there is none, or it is not known.</summary>
    public Deployment? Tested { get; init; }

    /// <summary>The newest production deployments, the newest first.</summary>
    public IReadOnlyList<Deployment> Newest { get; init; } = [];

    /// <summary>What one could go back to first; null for nothing.</summary>
    public Deployment? Candidate => Newest.FirstOrDefault(deployment => deployment.IsRollbackCandidate == true);
}
