namespace XmrtOps.Database.Overview;

/// <summary>An installed extension.</summary>
public sealed record DatabaseExtension
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that is installed.</summary>
    public required string Version { get; init; }

    /// <summary>The version that the server would install now; null when it brings none any more.</summary>
    public string? AvailableVersion { get; init; }

    /// <summary>Schema of its objects.</summary>
    public required string Schema { get; init; }

    /// <summary>A newer version can be had by an update.</summary>
    public bool IsOutdated => AvailableVersion is not null
        && (System.Version.TryParse(Version, out System.Version? installed)
            && System.Version.TryParse(AvailableVersion, out System.Version? available)
                ? available > installed
                : AvailableVersion != Version);

    /// <summary>Name and version.</summary>
    public override string ToString() => $"{Name} {Version}";
}
