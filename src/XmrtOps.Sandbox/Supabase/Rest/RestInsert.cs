namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Statements that take their rows from a body.</summary>
internal static class RestInsert
{
    private const string Counter = "coalesce(nullif(current_setting('pgrst.inserted', true), ''), '0')::integer";

    /// <summary>INSERT, with what happens to rows that are there already.</summary>
    public static void Write(SqlText sql, RestTable table, RestQuery query, RestPayload payload)
    {
        RestColumn[] columns = [.. payload.Keys.Select(table.Demand)];
        sql.Add($"INSERT INTO {table.QualifiedName} ");
        if (columns.Length == 0)
        {
            // Rows of nothing but defaults.
            sql.Add("SELECT FROM json_array_elements(").Value(payload.Json).Add("::json)");
            return;
        }

        sql.Add("(").List(columns, column => sql.Name(column.Name)).Add(") SELECT ");
        sql.List(columns, column => sql.Add("body.").Name(column.Name)).Add(" FROM ");
        WriteRows(sql, columns, query, payload);
        WriteConflict(sql, table, query, columns);
        if (query.Preferences.TakesDefaults) query.Preferences.Apply("missing", "default");
    }

    /// <summary>UPDATE up to its condition; only the first row of a body counts.</summary>
    public static void WriteUpdate(SqlText sql, RestTable table, RestQuery query, RestPayload payload)
    {
        RestColumn[] columns = [.. payload.Keys.Select(table.Demand)];
        sql.Add($"UPDATE {table.QualifiedName} SET ");
        sql.List(columns, column => sql.Name(column.Name).Add(" = pgrst_body.").Name(column.Name));
        sql.Add(" FROM (SELECT body.* FROM ");
        WriteRows(sql, columns, query, payload);
        sql.Add(" LIMIT 1) pgrst_body");
        if (query.Preferences.TakesDefaults) query.Preferences.Apply("missing", "default");
    }

    private static void WriteRows(SqlText sql, IReadOnlyList<RestColumn> columns, RestQuery query, RestPayload payload)
    {
        if (query.Preferences.TakesDefaults)
        {
            sql.Add("json_array_elements(").Value(payload.Json).Add("::json) item, LATERAL jsonb_to_record(jsonb_build_object(");
            // The defaults are the database's own expressions.
            sql.List(columns.Where(column => column.Default is not null), column => sql.Value(column.Name).Add($"::text, {column.Default}"));
            sql.Add(") || item::jsonb)");
        }
        else
        {
            sql.Add("json_to_recordset(").Value(payload.Json).Add("::json)");
        }

        sql.Add(" AS body (").List(columns, column => sql.Name(column.Name).Add($" {column.Type}")).Add(")");
    }

    private static void WriteConflict(SqlText sql, RestTable table, RestQuery query, IReadOnlyList<RestColumn> columns)
    {
        var resolution = query.Preferences.Resolution;
        var targets = query.OnConflict ?? table.Key;
        if (resolution is null || targets.Count == 0) return;

        query.Preferences.Apply("resolution", resolution);
        var merges = resolution == "merge-duplicates";
        // What is new is counted: one up for each row, and one down again for those that are merged.
        if (merges) sql.Add($" WHERE set_config('pgrst.inserted', ({Counter} + 1)::text, true) <> '0'");
        sql.Add(" ON CONFLICT (").List(targets, column => sql.Name(column)).Add(")");
        if (!merges)
        {
            sql.Add(" DO NOTHING");
            return;
        }

        sql.Add(" DO UPDATE SET ").List(columns, column => sql.Name(column.Name).Add(" = excluded.").Name(column.Name));
        sql.Add($" WHERE set_config('pgrst.inserted', ({Counter} - 1)::text, true) <> '-1'");
    }
}
