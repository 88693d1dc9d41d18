namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>What the database answered.</summary>
/// <param name="Rows">How many rows there are in it.</param>
/// <param name="Total">How many there would be without limits; null where nobody asked.</param>
/// <param name="Body">The rows as JSON.</param>
/// <param name="Headers">The setting response.headers of the transaction.</param>
/// <param name="Status">The setting response.status of the transaction.</param>
/// <param name="Inserted">How many rows were new; null where nothing was inserted.</param>
/// <param name="Location">The key of the first new row as JSON; null where nobody asked.</param>
internal sealed record RestResult(
    long Rows, long? Total, string Body, string? Headers, string? Status, long? Inserted, string? Location)
{
    /// <summary>Writes the part of the statement that gathers this from its rows.</summary>
    /// <param name="sql">The statement, up to the rows.</param>
    /// <param name="shape">How they become JSON.</param>
    /// <param name="rows">Writes what comes after FROM, called r.</param>
    /// <param name="total">Writes the count without limits; null for none.</param>
    /// <param name="location">Writes the key of the first row; null for none.</param>
    public static void Write(SqlText sql, RestShape shape, Action rows, Action? total = null, Action? location = null)
    {
        sql.Add(" SELECT count(*), ");
        if (total is null) sql.Add("NULL::bigint");
        else total();
        sql.Add($", {Expression(shape)}::text");
        sql.Add(", nullif(current_setting('response.headers', true), '')");
        sql.Add(", nullif(current_setting('response.status', true), '')");
        sql.Add(", nullif(current_setting('pgrst.inserted', true), '')::bigint, ");
        if (location is null) sql.Add("NULL::text");
        else location();
        sql.Add(" FROM ");
        rows();
        sql.Add(" r");
    }

    private static string Expression(RestShape shape) => shape switch
    {
        RestShape.None => "''",
        RestShape.Rows => "coalesce(json_agg(r), '[]')",
        RestShape.Row => "coalesce(json_agg(r)->0, 'null')",
        RestShape.Values => "coalesce(json_agg(r.pgrst_scalar), '[]')",
        _ => "coalesce(json_agg(r.pgrst_scalar)->0, 'null')",
    };
}
