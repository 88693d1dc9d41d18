using XmrtOps.Data;

namespace XmrtOps.Retention;

/// <summary>Rows of one table that refer to rows of another one, by a foreign key or by mere agreement.</summary>
internal sealed record CascadeEdge
{
    /// <summary>The reference whose rows are referred to; null: the rows of the table itself.</summary>
    public CascadeEdge? Parent { get; init; }

    /// <summary>The table that refers.</summary>
    public required RelationName Table { get; init; }

    /// <summary>It is partitioned: its rows are in other tables.</summary>
    public bool IsPartitioned { get; init; }

    /// <summary>Name of the foreign key; null where there is none.</summary>
    public string? Constraint { get; init; }

    /// <summary>What becomes of its rows.</summary>
    public required CascadeAction Action { get; init; }

    /// <summary>The columns that refer.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The columns that are referred to.</summary>
    public required IReadOnlyList<string> ParentColumns { get; init; }

    /// <summary>An index finds its rows by <see cref="Columns"/>; without it each deleted row costs a scan.</summary>
    public bool IsIndexed { get; init; }

    /// <summary>Its rows are deleted along: by the key's ON DELETE CASCADE, or because the user asked for orphans.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>OID of its table where the server's own cascade deletes its rows, and counts them; null: that is left to us, or
    /// the counter of the table would count other rows, too.</summary>
    public long? CountedOid { get; init; }

    /// <summary>Distance from the table itself: 1 refers to it directly.</summary>
    public int Depth => (Parent?.Depth ?? 0) + 1;

    /// <summary>Alias of its rows in statements.</summary>
    public string Alias => $"c{Depth.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>For FROM and DELETE FROM: ONLY, as the server's own cascade does, unless rows are in partitions.</summary>
    public string From => $"{(IsPartitioned ? "" : "ONLY ")}{Table.ToSql()} AS {Alias}";
}
