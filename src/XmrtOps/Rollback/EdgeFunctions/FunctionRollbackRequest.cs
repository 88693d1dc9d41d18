namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>Edge functions are to be rolled back.</summary>
internal sealed record FunctionRollbackRequest : RollbackRequest
{
    public override RollbackTarget Target => RollbackTarget.Function;

    /// <summary>Which, and where the version to deploy is kept; null for the last one that was healthy.</summary>
    public required IReadOnlyList<(string Name, string? SavedPath)> Functions { get; init; }

    /// <summary>The number of a saved version.</summary>
    public int? Version { get; init; }

    /// <summary>A commit to take the source from, instead of a saved version.</summary>
    public string? GitRef { get; init; }

    /// <summary>The repository that it is in.</summary>
    public string Repository { get; init; } = "";

    /// <summary>Goes on where what is deployed cannot be kept.</summary>
    public bool WithoutSave { get; init; }
}
