using System.Globalization;
using XmrtOps.Data;

namespace XmrtOps.Retention;

/// <summary>The rows of a plan, and those that refer to them, as SQL: used alike to count, to archive and to delete.</summary>
internal static class RetentionSql
{
    // Transactions may begin between the moment at which the current one is looked up and the row: they get this room.
    private const long TransactionRoom = 1 << 20;

    /// <summary>All rows that go, over all leaves: FROM and WHERE, with the alias <c>t</c>.</summary>
    public static string InRange(RetentionPlan plan, string cutoff) =>
        $"FROM {plan.Table.ToSql()} AS t WHERE {plan.Filter.Condition(cutoff)}";

    /// <summary>The rows of one leaf at the given places: FROM and WHERE, with the alias <c>t</c>.</summary>
    public static string AtPlaces(RetentionLeaf leaf, string places) =>
        $"FROM ONLY {leaf.Table.ToSql()} AS t WHERE t.ctid = ANY ({places}::tid[])";

    /// <summary>Condition for the rows of a reference that refer, directly or by others, to the rows of the root.</summary>
    /// <param name="edge">The reference.</param>
    /// <param name="root">FROM and WHERE of the table's own rows, alias <c>t</c>.</param>
    public static string Refers(CascadeEdge edge, string root)
    {
        string columns = Columns(edge.Alias, edge.Columns);
        return edge.Parent is { } parent
            ? $"{columns} IN (SELECT {Keys(parent.Alias, edge.ParentColumns)} FROM {parent.From} WHERE {Refers(parent, root)})"
            : $"{columns} IN (SELECT {Keys(RetentionFilter.Alias, edge.ParentColumns)} {root})";
    }

    /// <summary>
    /// Condition for rows whose present version was there before the oldest transaction that ran when an archive was
    /// written: all of those are in the archive as they are now.
    /// </summary>
    /// <remarks>A row knows 32 bits of its transaction; the rest follows from the current one. A version that is older
    /// than four billion transactions may be taken for a new one, and kept; never the other way round.</remarks>
    /// <param name="alias">Alias of the rows.</param>
    /// <param name="horizon">pg_snapshot_xmin of the archive's snapshot.</param>
    public static string IsArchived(string alias, long horizon)
    {
        string now = string.Create(
            CultureInfo.InvariantCulture,
            $"((SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint) + {TransactionRoom})");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"({now} - (({now} - {alias}.xmin::text::bigint) & 4294967295)) < {horizon}");
    }

    /// <summary>Condition for rows of the table of which no row of any cascade is newer than an archive.</summary>
    public static string AreCascadesArchived(RetentionPlan plan, long horizon) => string.Join(
        " AND ",
        plan.Cascades.Select(edge => $"NOT EXISTS (SELECT {Chain(edge)} AND NOT ({IsArchived(edge.Alias, horizon)}))")
            .Prepend("true"));

    private static string Chain(CascadeEdge edge)
    {
        List<CascadeEdge> path = [];
        for (CascadeEdge? step = edge; step is not null; step = step.Parent)
        {
            path.Insert(0, step);
        }

        return $"FROM {string.Join(" CROSS JOIN ", path.Select(step => step.From))} WHERE "
            + string.Join(" AND ", path.Select(step =>
                $"{Columns(step.Alias, step.Columns)} = {Columns(step.Parent?.Alias ?? RetentionFilter.Alias, step.ParentColumns)}"));
    }

    private static string Columns(string alias, IReadOnlyList<string> names) => $"({Keys(alias, names)})";

    private static string Keys(string alias, IReadOnlyList<string> names) =>
        string.Join(", ", names.Select(name => $"{alias}.{DatabaseTransaction.QuoteIdentifier(name)}"));
}
