namespace XmrtOps.Functions.Dependencies;

/// <summary>A package that an edge function or a frontend is made of (runbook, chapter 6, "verify versions are compatible").</summary>
public sealed record Dependency
{
    /// <summary>The package, by whatever way it is had: @supabase/supabase-js. An address where it names no package.</summary>
    public string Package { get; init; } = "";

    /// <summary>Where it comes from: npm, jsr, or a host such as esm.sh.</summary>
    public string Registry { get; init; } = "";

    /// <summary>The version or range as it is written; null where none is.</summary>
    public string? Requested { get; init; }

    /// <summary>The version that package-lock.json names; null where there is none, or it was not read.</summary>
    public string? Installed { get; init; }

    /// <summary>True: another deployment may get other code. False: it gets the same. Null: not known, see
    /// <see cref="Reason"/>.</summary>
    public bool? MayChange { get; init; }

    /// <summary>Why, for a person.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The function, or the name in package.json.</summary>
    public string UsedBy { get; init; } = "";

    /// <summary>It is an edge function that uses it; otherwise what package.json is of.</summary>
    public bool IsFunction { get; init; }

    /// <summary>It is needed to build and test only, as package.json says.</summary>
    public bool IsDevelopment { get; init; }

    /// <summary>Files, and lines of them, that import it.</summary>
    public IReadOnlyList<string> Locations { get; init; } = [];

    /// <summary>Other versions of the package among all that was looked at; "none" stands for an import without a version.</summary>
    public IReadOnlyList<string> OtherVersions { get; init; } = [];

    /// <summary>Where the function is deployed; empty for what is on this machine.</summary>
    public string Connection { get; init; } = "";

    internal Dependency Among(IEnumerable<Dependency> all) => this with
    {
        OtherVersions =
        [
            .. all.Where(other => other.Package == Package).Select(other => other.Version)
                .Where(version => version != Version).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ],
    };

    private string Version => Installed ?? Requested ?? "none";
}
