namespace XmrtOps.Platforms.Vercel;

/// <summary>The addresses of one deployment.</summary>
internal sealed record VercelAliasList
{
    public IReadOnlyList<VercelAlias>? Aliases { get; init; }
}
