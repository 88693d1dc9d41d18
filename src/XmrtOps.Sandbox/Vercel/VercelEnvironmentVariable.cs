namespace XmrtOps.Sandbox.Vercel;

/// <summary>An environment variable of a project. Builds keep the value that they found.</summary>
public sealed record VercelEnvironmentVariable
{
    /// <summary>Vercel's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Key { get; init; }

    /// <summary>Its value, in the clear.</summary>
    public required string Value { get; init; }

    /// <summary>plain, encrypted or sensitive; what is sensitive is never given out again.</summary>
    public required string Type { get; init; }

    /// <summary>production, preview, development.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The branch it is for; null for all.</summary>
    public string? GitBranch { get; init; }

    /// <summary>A note.</summary>
    public string? Comment { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who added it.</summary>
    public required VercelUser CreatedBy { get; init; }

    /// <summary>Who changed it last.</summary>
    public required VercelUser UpdatedBy { get; init; }

    /// <summary>Name and targets, never the value.</summary>
    public override string ToString() => $"{Key} ({string.Join(", ", Targets)})";
}
