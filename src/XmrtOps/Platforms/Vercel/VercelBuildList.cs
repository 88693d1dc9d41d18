namespace XmrtOps.Platforms.Vercel;

/// <summary>The builds of a deployment.</summary>
internal sealed record VercelBuildList
{
    public IReadOnlyList<VercelBuild>? Builds { get; init; }
}
