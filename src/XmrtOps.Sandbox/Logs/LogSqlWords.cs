namespace XmrtOps.Sandbox.Logs;

/// <summary>Words of a log query that cannot be an alias without quotes.</summary>
internal static class LogSqlWords
{
    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "distinct", "from", "where", "prewhere", "group", "by", "having", "order", "limit", "offset", "as", "asc",
        "desc", "and", "or", "not", "in", "like", "ilike", "between", "is", "null", "case", "when", "then", "else", "end",
        "interval", "union", "join", "left", "right", "inner", "cross", "array", "final", "sample", "settings", "format",
        "with", "window", "qualify", "into", "nulls", "collate", "fill", "global",
    };

    public static bool IsReserved(string word) => s_reserved.Contains(word);
}
