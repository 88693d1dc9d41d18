namespace XmrtOps.Functions.Saved;

/// <summary>What is kept of a version, as its manifest.json says. Written last: a folder without one is not complete. It holds digests
/// of secrets, and no value.</summary>
internal sealed record SavedManifest
{
    public const string FileName = "manifest.json";

    /// <summary>The form that this module writes, and the newest that it reads.</summary>
    public const int CurrentVersion = 1;

    public required int FormatVersion { get; init; }

    public required string ModuleVersion { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    public required string ProjectRef { get; init; }

    public required string Name { get; init; }

    /// <summary>Its name for people.</summary>
    public string? Title { get; init; }

    public int? Version { get; init; }

    public string? Status { get; init; }

    public bool? VerifyJwt { get; init; }

    public string? EntrypointPath { get; init; }

    public string? ImportMapPath { get; init; }

    /// <summary>The platform's own digest of the bundle.</summary>
    public string? BundleSha256 { get; init; }

    public DateTimeOffset? DeployedAt { get; init; }

    public required IReadOnlyList<SavedFile> Files { get; init; }

    /// <summary>Digests by name; null where they could not be read.</summary>
    public IReadOnlyDictionary<string, string?>? Secrets { get; init; }
}
