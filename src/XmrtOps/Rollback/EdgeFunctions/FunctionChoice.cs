using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Functions.Publishing;

namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>What one function is to be rolled back to, or why to nothing.</summary>
internal sealed record FunctionChoice
{
    public FunctionPackage? Package { get; init; }

    /// <summary>What it is, for people.</summary>
    public string Origin { get; init; } = "";

    public int? Version { get; init; }

    public string? Commit { get; init; }

    /// <summary>Digests of the secrets that were set then; null where they are not known.</summary>
    public IReadOnlyDictionary<string, string?>? Secrets { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public XmrtException? Refusal { get; init; }

    /// <summary>A rollback deployed it, and that is what is there now.</summary>
    public bool IsRolledBack { get; init; }
}
