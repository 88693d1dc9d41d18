using System.Globalization;
using System.Text;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The tables of the public schema as types of TypeScript: rows only.</summary>
internal static class TypeScriptTypes
{
    private const string Columns = """
        SELECT c.relname AS table_name, a.attname AS column_name, a.attnotnull AS is_required,
               format_type(a.atttypid, NULL) AS type_name
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname, a.attname
        """;

    public static async Task<string> OfAsync(ProjectDatabase database, CancellationToken cancellation)
    {
        var rows = await QueryRoutes.RowsAsync(database, Columns, [], settings: null, cancellation).ConfigureAwait(false);
        var text = new StringBuilder(
            "export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]\n\n");
        text.Append("export type Database = {\n  public: {\n    Tables: {\n");
        foreach (var table in rows.Select(row => row!.AsObject()).GroupBy(row => row.Text("table_name"), StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"      {table.Key}: {{\n        Row: {{\n");
            foreach (var column in table)
            {
                var nullable = column.Flag("is_required") == true ? string.Empty : " | null";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"          {column.Text("column_name")}: {TypeOf(column.Text("type_name")!)}{nullable}\n");
            }

            text.Append("        }\n      }\n");
        }

        return text.Append("    }\n  }\n}\n").ToString();
    }

    private static string TypeOf(string type) => type switch
    {
        "boolean" => "boolean",
        "smallint" or "integer" or "bigint" or "real" or "double precision" or "numeric" => "number",
        "json" or "jsonb" => "Json",
        _ when type.EndsWith("[]", StringComparison.Ordinal) => $"{TypeOf(type[..^2])}[]",
        _ => "string",
    };
}
