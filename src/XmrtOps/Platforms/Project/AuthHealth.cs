namespace XmrtOps.Platforms.Project;

/// <summary>Auth's own word that it works.</summary>
internal sealed record AuthHealth
{
    public string? Version { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }
}
