namespace XmrtOps.Functions.Saved;

/// <summary>A version of an edge function that is kept on this machine, because the platform keeps none but the last.</summary>
public sealed record SavedFunction
{
    /// <summary>Name of the connection that was asked for it.</summary>
    public required string Connection { get; init; }

    /// <summary>The project that it is of: 20 letters.</summary>
    public required string ProjectRef { get; init; }

    /// <summary>The function's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version at the platform; null where that did not say.</summary>
    public int? Version { get; init; }

    /// <summary>The platform checked the caller's token before it called it.</summary>
    public bool? VerifiesJwt { get; init; }

    /// <summary>True: its calls succeeded while it was deployed. False: too many failed. Null: it was not called, or that could not be read.</summary>
    public bool? WasHealthy { get; init; }

    /// <summary>Why that is thought, for a person.</summary>
    public string? HealthReason { get; init; }

    /// <summary>Number of files.</summary>
    public int Files { get; init; }

    /// <summary>Bytes of all files.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Names of the secrets that were set then, with the SHA-256 of each value; null where they could not be read.</summary>
    public IReadOnlyDictionary<string, string?>? Secrets { get; init; }

    /// <summary>When this version was deployed.</summary>
    public DateTimeOffset? DeployedAt { get; init; }

    /// <summary>When it was saved.</summary>
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>It was saved by this call; false where it had been kept already.</summary>
    public bool IsNew { get; init; }

    /// <summary>The folder it is kept in: manifest.json and its files.</summary>
    public required string SavedPath { get; init; }
}
