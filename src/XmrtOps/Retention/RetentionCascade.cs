namespace XmrtOps.Retention;

/// <summary>Rows of another table that refer to the rows that go, and what becomes of them.</summary>
public sealed record RetentionCascade
{
    /// <summary>The table that refers; with its schema unless that is public.</summary>
    public required string Table { get; init; }

    /// <summary>The columns by which it refers.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The table it refers to: the one that was named, or another cascade.</summary>
    public required string References { get; init; }

    /// <summary>Name of the foreign key; null where only the columns' names say so.</summary>
    public string? Constraint { get; init; }

    /// <summary>What becomes of the rows.</summary>
    public required CascadeAction Action { get; init; }

    /// <summary>They are deleted along.</summary>
    public required bool IsDeleted { get; init; }

    /// <summary>Rows: that would go, or did; null: not counted.</summary>
    public long? Rows { get; init; }

    /// <summary>An index finds them by their columns; without it every deleted row costs a scan of the table.</summary>
    public required bool IsIndexed { get; init; }

    /// <summary>Table, rows and action, so that a list of them reads well.</summary>
    public override string ToString() => Rows is { } rows
        ? string.Create(System.Globalization.CultureInfo.CurrentCulture, $"{Table}: {rows:N0}")
        : $"{Table}: not counted";

    internal static RetentionCascade From(CascadeEdge edge, RetentionPlan plan, long? rows) => new()
    {
        Table = Shown(edge.Table),
        Columns = edge.Columns,
        References = Shown(edge.Parent?.Table ?? plan.Table),
        Constraint = edge.Constraint,
        Action = edge.Action,
        IsDeleted = edge.IsDeleted,
        Rows = rows,
        IsIndexed = edge.IsIndexed,
    };

    /// <summary>As people type it.</summary>
    internal static string Shown(Data.RelationName table) =>
        (table.Schema == "public" ? table with { Schema = null } : table).ToString();
}
