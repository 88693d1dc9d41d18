using XmrtOps.Data;

namespace XmrtOps.Database.Tables;

/// <summary>Which tables are wanted, and what of them.</summary>
internal sealed record TableQuery
{
    public TableOrder OrderBy { get; init; }

    public Wildcard? Name { get; init; }

    public Wildcard? Schema { get; init; }

    public bool IncludeSystem { get; init; }

    /// <summary>Rows are counted.</summary>
    public bool Exact { get; init; }

    /// <summary>Only tables with a finding of such a code; null: all.</summary>
    public Func<string, bool>? Finding { get; init; }
}
