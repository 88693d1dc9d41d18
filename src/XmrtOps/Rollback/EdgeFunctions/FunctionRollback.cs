using XmrtOps.Functions.Publishing;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>One function of a rollback.</summary>
public sealed record FunctionRollback
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that is deployed; null where there is none of that name.</summary>
    public int? CurrentVersion { get; init; }

    /// <summary>The version that would be deployed again, by its number of then; null for a source from git.</summary>
    public int? Version { get; init; }

    /// <summary>The commit that it would be deployed from; null for a saved version.</summary>
    public string? Commit { get; init; }

    /// <summary>Where it is from, for a person.</summary>
    public required string Origin { get; init; }

    /// <summary>The platform is to check the caller's token before it calls it, as then.</summary>
    public bool VerifiesJwt { get; init; }

    /// <summary>It is deployed so already.</summary>
    public bool IsSettled { get; init; }

    internal FunctionPackage? Package { get; init; }

    internal SupabaseFunction? Before { get; init; }

    /// <summary>Digest of the files that would be deployed.</summary>
    internal string? Content { get; init; }
}
