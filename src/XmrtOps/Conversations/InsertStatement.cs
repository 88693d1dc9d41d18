using System.Text.Json;
using XmrtOps.Data;

namespace XmrtOps.Conversations;

/// <summary>Writes the statement that inserts a row given as JSON, as the API does: only the columns that are named.</summary>
internal static class InsertStatement
{
    public static (string Sql, object?[] Parameters) Of(string table, IReadOnlyDictionary<string, object?> row)
    {
        string relation = $"public.{DatabaseTransaction.QuoteIdentifier(table)}";
        string columns = string.Join(", ", row.Keys.Select(DatabaseTransaction.QuoteIdentifier));
        return row.Count == 0
            ? ($"INSERT INTO {relation} DEFAULT VALUES", [])
            : (
                $"INSERT INTO {relation} ({columns}) SELECT {columns} FROM pg_catalog.jsonb_populate_record(NULL::{relation}, $1::text::jsonb)",
                [JsonSerializer.Serialize(row)]);
    }
}
