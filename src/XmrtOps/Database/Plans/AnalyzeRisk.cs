namespace XmrtOps.Database.Plans;

/// <summary>What running a statement would do.</summary>
internal sealed record AnalyzeRisk
{
    /// <summary>What it would change, for a person; null: it only reads.</summary>
    public string? Writes { get; init; }

    /// <summary>What a rollback would not take back, for a person.</summary>
    public IReadOnlyList<string> Irrevocable { get; init; } = [];
}
