using System.Globalization;

namespace XmrtOps.Retention;

/// <summary>The statements of a plan's batches. $1 is the cutoff wherever rows are chosen.</summary>
internal sealed class BatchStatements(RetentionPlan plan, long? horizon)
{
    // Line pointers of a page: what a tuple takes at least, with its pointer.
    private const int LeastTupleBytes = 28;
    private const int PageHeaderBytes = 24;
    private const int FirstVersionWithTidRanges = 140000;

    private const string Cutoff = "$1";

    /// <summary>For the transaction: to fetch a few thousand rows by their places the planner would rather read the whole
    /// table, and compiling a short statement takes longer than running it.</summary>
    /// <remarks>Not enable_seqscan: it would bind the server's own look-ups of foreign keys as well, and where these lack an
    /// index there is nothing better than a scan.</remarks>
    public const string Settings =
        "SELECT set_config('random_page_cost', '0.1', true), set_config('jit', 'off', true)";

    /// <summary>The transaction's number, by which its fate can be asked for, and how many sessions wait for it.</summary>
    public const string Close =
        """
        SELECT pg_current_xact_id_if_assigned()::text,
               (SELECT count(*) FROM pg_catalog.pg_stat_activity a
                WHERE a.wait_event_type = 'Lock' AND pg_backend_pid() = ANY (pg_blocking_pids(a.pid)))
        """;

    /// <summary>What became of the transaction $1.</summary>
    public const string Fate = "SELECT pg_xact_status($1::text::xid8)";

    private string Condition => plan.Filter.Condition(Cutoff);

    /// <summary>Deletes all rows that go between two places, $2 (after) and $3 (before), waiting for those that are locked.</summary>
    public string Sweep(RetentionLeaf leaf) =>
        $"DELETE FROM ONLY {leaf.Table.ToSql()} AS t WHERE {Between(2, 3)} AND {Condition}";

    /// <summary>Looks for the next rows that go and takes those that nobody holds. Between the places $2 and $3, or by the
    /// index after the row at $2 with the time $3; at most $4.</summary>
    /// <returns>Columns: rows seen, rows taken, places of those as an array, place and time of the last one seen.</returns>
    public string Take(RetentionLeaf leaf)
    {
        string time = RetentionFilter.Column(plan.TimeColumn);
        bool isOrdered = leaf.Strategy == RetentionStrategy.IndexOrder;
        string after = $"$3::text::{plan.TimeType}";
        string window = isOrdered
            ? $"{time} >= {after} AND ({time} > {after} OR t.ctid > $2::text::tid)"
            : Between(2, 3);
        return $"""
            WITH seen AS MATERIALIZED (
                SELECT t.ctid AS place, {(isOrdered ? time : "NULL::text")} AS at
                FROM ONLY {leaf.Table.ToSql()} AS t
                WHERE {window} AND {Condition}
                ORDER BY {(isOrdered ? $"{time}, " : "")}t.ctid
                LIMIT $4::bigint
            ), taken AS MATERIALIZED (
                SELECT t.ctid AS place
                FROM ONLY {leaf.Table.ToSql()} AS t
                WHERE t.ctid = ANY (ARRAY(SELECT place FROM seen))
                FOR UPDATE OF t SKIP LOCKED
            ), last AS (
                SELECT place, at FROM seen ORDER BY at DESC NULLS LAST, place DESC LIMIT 1
            )
            SELECT (SELECT count(*) FROM seen), (SELECT count(*) FROM taken),
                   (SELECT array_agg(place)::text FROM taken),
                   (SELECT place::text FROM last), (SELECT at::text FROM last)
            """;
    }

    /// <summary>Of the taken rows at the places $2 those that still go: a look of its own, after they were locked.</summary>
    public string Confirm(RetentionLeaf leaf) =>
        $"SELECT count(*), array_agg(t.ctid)::text {Confirmed(leaf)}";

    /// <summary>As <see cref="Confirm"/>, row by row with the hash of its key.</summary>
    /// <returns>Columns: place, hash.</returns>
    public string ConfirmEach(RetentionLeaf leaf, string hash) =>
        $"SELECT t.ctid::text, {hash} {Confirmed(leaf)}";

    /// <summary><see cref="Follow"/> returns a row. Otherwise the server tells how many rows it deleted: to return and count
    /// them here would take half as long again (measured).</summary>
    public bool IsTold(CascadeEdge edge) => !edge.IsDeleted || horizon is not null;

    /// <summary>Deletes, or only counts, the rows of a reference to the rows at the places $1.</summary>
    /// <returns>Columns, where it is told: rows, and rows of these that the archive does not have as they are.</returns>
    public string Follow(CascadeEdge edge, RetentionLeaf leaf)
    {
        string refers = RetentionSql.Refers(edge, RetentionSql.AtPlaces(leaf, "$1::text"));
        return (edge.IsDeleted, horizon) switch
        {
            (false, _) => $"SELECT count(*), 0::bigint FROM {edge.From} WHERE {refers}",
            (true, null) => $"DELETE FROM {edge.From} WHERE {refers}",
            (true, { } h) =>
                $"""
                 WITH gone AS (
                     DELETE FROM {edge.From} WHERE {refers} RETURNING {RetentionSql.IsArchived(edge.Alias, h)} AS is_archived)
                 SELECT count(*), count(*) FILTER (WHERE NOT is_archived) FROM gone
                 """,
        };
    }

    /// <summary>Deletes the taken rows at the places $1.</summary>
    public static string Delete(RetentionLeaf leaf) =>
        $"DELETE FROM ONLY {leaf.Table.ToSql()} AS t WHERE t.ctid = ANY ($1::text::tid[])";

    private string Confirmed(RetentionLeaf leaf) =>
        $"{RetentionSql.AtPlaces(leaf, "$2::text")} AND {Condition}"
        + (horizon is { } h
            ? $" AND {RetentionSql.IsArchived(RetentionFilter.Alias, h)} AND {RetentionSql.AreCascadesArchived(plan, h)}"
            : "");

    /// <summary>Rows after the place of one parameter and before that of the other.</summary>
    private string Between(int after, int before)
    {
        string low = string.Create(CultureInfo.InvariantCulture, $"${after}::text::tid");
        string high = string.Create(CultureInfo.InvariantCulture, $"${before}::text::tid");
        string range = $"t.ctid > {low} AND t.ctid < {high}";
        if (plan.ServerVersion >= FirstVersionWithTidRanges)
        {
            return range;
        }

        // PostgreSQL 13 finds a row by its place, but no range of places: so all places that there can be.
        int rows = (plan.PageBytes - PageHeaderBytes) / LeastTupleBytes;
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
              t.ctid = ANY (ARRAY(
                  SELECT ('(' || page || row)::tid
                  FROM generate_series(split_part(trim('(' FROM ${{after}}::text), ',', 1)::bigint,
                                       split_part(trim('(' FROM ${{before}}::text), ',', 1)::bigint - 1) AS page,
                       (SELECT ',' || i || ')' AS row FROM generate_series(1, {{rows}}) AS i) AS rows))
              AND {{range}}
              """);
    }
}
