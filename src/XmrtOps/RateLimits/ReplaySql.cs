using XmrtOps.Data;

namespace XmrtOps.RateLimits;

/// <summary>The two large statements of a replay, with what the server's version and the grain make of their places.</summary>
internal static class ReplaySql
{
    // PostgreSQL 13 has no date_bin and reads no range of places. A row takes 28 bytes of its page at least.
    private const string StartsBefore14 = "to_timestamp(floor(date_part('epoch', r.window_start) / $3::bigint) * $3::bigint)";
    private const string Starts =
        "date_bin($3::bigint * interval '1 s', r.window_start, timestamptz '1970-01-01 00:00:00+00')";

    private const string CellOfRow =
        """
        CASE WHEN cardinality($6::text[]) > 0 AND r.identifier = ANY ($6::text[]) THEN -1
                    ELSE CASE WHEN $8::integer > 1
                              THEN (hashtext(r.identifier) & ($8::integer - 1)) * (1 + cardinality($7::text[])) ELSE 0 END
                         + CASE WHEN cardinality($7::text[]) > 0
                                THEN coalesce(array_position($7::text[], r.endpoint), 0) ELSE 0 END END
        """;

    private const string OnPagesBefore14 =
        """
        r.ctid = ANY (ARRAY(
                            SELECT format('(%s,%s)', page, line)::tid
                            FROM generate_series(p.first, p.last) page, generate_series(1, current_setting('block_size')::integer / 28) line))
        """;

    private const string OnPages =
        "r.ctid >= format('(%s,0)', p.first)::tid AND r.ctid < format('(%s,0)', p.last + 1)::tid";

    /// <summary>Before the second pass. What follows reads little, but the planner takes it for much: compiling it takes longer
    /// than running it, and to sort requests by text takes longer than to count them by hash.</summary>
    public const string Settings = "SELECT set_config('jit', 'off', true), set_config('enable_sort', 'off', true)";

    /// <summary>The first pass.</summary>
    /// <param name="scope">What is known of the server.</param>
    /// <param name="isOneCell">All requests of a window are counted as one. A key less is a tenth of the time (measured).</param>
    /// <param name="isInOrder">The rows lie in the order of their time, so that the first of a window and their number tell
    /// which pages they are on.</param>
    public static string Cells(ReplayScope scope, bool isOneCell, bool isInOrder) => Of("RateLimits/ReplayCells.sql", scope)
        .Replace("{cell_of_row}", isOneCell ? "" : $"{CellOfRow} AS cell, ", StringComparison.Ordinal)
        .Replace("{cell_of_none}", isOneCell ? "" : "0, ", StringComparison.Ordinal)
        .Replace("{last_row}", isInOrder ? "NULL::tid" : "max(x.ctid)", StringComparison.Ordinal)
        .Replace("{cell}", isOneCell ? "0" : "x.cell", StringComparison.Ordinal)
        .Replace("{key}", isOneCell ? "x.starts" : "x.starts, x.cell", StringComparison.Ordinal);

    /// <summary>The second pass.</summary>
    public static string Windows(ReplayScope scope) => Of("RateLimits/ReplayWindows.sql", scope)
        .Replace("{cell_of_row}", CellOfRow, StringComparison.Ordinal);

    private static string Of(string path, ReplayScope scope) => Sql.Of(path)
        .Replace("{starts}", scope.HasDateBin ? Starts : StartsBefore14, StringComparison.Ordinal)
        .Replace("{on_pages}", scope.HasDateBin ? OnPages : OnPagesBefore14, StringComparison.Ordinal);
}
