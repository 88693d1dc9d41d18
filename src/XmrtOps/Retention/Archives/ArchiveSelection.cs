using XmrtOps.Data;

namespace XmrtOps.Retention.Archives;

/// <summary>A table whose rows an archive takes, and which of them.</summary>
/// <param name="Table">With its schema.</param>
/// <param name="IsOnly">Its own rows, and not those of its children.</param>
/// <param name="Rows">FROM and WHERE of the rows.</param>
/// <param name="Alias">Their alias.</param>
internal sealed record ArchiveSelection(RelationName Table, bool IsOnly, string Rows, string Alias)
{
    private const string Several = "x";

    /// <summary>The tables of a plan, in the order of the foreign keys: what is referred to before what refers.</summary>
    public static IReadOnlyList<ArchiveSelection> Of(RetentionPlan plan) => [.. Root(plan), .. Cascades(plan)];

    /// <summary>The statement that writes the rows: every value that is there in quotes, so that none that is missing
    /// looks like an empty text.</summary>
    public string Copy(IEnumerable<ArchivedColumn> stored)
    {
        IEnumerable<string> columns = stored.Select(column => $"{Alias}.{DatabaseTransaction.QuoteIdentifier(column.Name)}");
        return $"COPY (SELECT {string.Join(", ", columns)} {Rows}) TO STDOUT (FORMAT csv, HEADER true, FORCE_QUOTE *, ENCODING 'UTF8')";
    }

    private static IEnumerable<ArchiveSelection> Root(RetentionPlan plan)
    {
        // COPY takes no parameters.
        string condition = plan.Filter.Condition(RetentionFilter.Literal(plan.Cutoff));
        if (plan.IsPartitioned)
        {
            // Where a row belongs is decided anew when it is put back.
            return [new ArchiveSelection(plan.Table, false, $"FROM {plan.Table.ToSql()} AS t WHERE {condition}", RetentionFilter.Alias)];
        }

        // Children by inheritance may have columns of their own.
        return plan.Leaves.Select(leaf => new ArchiveSelection(
            leaf.Table, true, $"FROM ONLY {leaf.Table.ToSql()} AS t WHERE {condition}", RetentionFilter.Alias));
    }

    private static IEnumerable<ArchiveSelection> Cascades(RetentionPlan plan)
    {
        string root = RetentionSql.InRange(plan, RetentionFilter.Literal(plan.Cutoff));
        // A table is behind all that it refers to when it stands where its longest way from the root ends.
        foreach (IGrouping<RelationName, CascadeEdge> edges in plan.Cascades
            .GroupBy(edge => edge.Table).OrderBy(edges => edges.Max(edge => edge.Depth)))
        {
            CascadeEdge[] ways = [.. edges];
            CascadeEdge first = ways[0];
            yield return ways.Length == 1
                ? new ArchiveSelection(
                    first.Table, !first.IsPartitioned, $"FROM {first.From} WHERE {RetentionSql.Refers(first, root)}", first.Alias)
                // A row that goes by two ways is one row.
                : new ArchiveSelection(
                    first.Table,
                    !first.IsPartitioned,
                    $"FROM {(first.IsPartitioned ? "" : "ONLY ")}{first.Table.ToSql()} AS {Several} "
                    + $"WHERE ({Several}.tableoid, {Several}.ctid) IN ({string.Join(" UNION ALL ", ways.Select(way => Places(way, root)))})",
                    Several);
        }
    }

    private static string Places(CascadeEdge way, string root) =>
        $"SELECT {way.Alias}.tableoid, {way.Alias}.ctid FROM {way.From} WHERE {RetentionSql.Refers(way, root)}";
}
