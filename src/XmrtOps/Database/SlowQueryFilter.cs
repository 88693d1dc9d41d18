using XmrtOps.Data;

namespace XmrtOps.Database;

/// <summary>Which statements are wanted.</summary>
internal sealed record SlowQueryFilter
{
    public SlowQueryOrder OrderBy { get; init; }

    public double MinimumMeanMs { get; init; }

    public long MinimumCalls { get; init; }

    public Wildcard? Role { get; init; }

    public Wildcard? Text { get; init; }

    /// <summary>Null: all.</summary>
    public IReadOnlyList<long>? QueryId { get; init; }
}
