using XmrtOps.Data;

namespace XmrtOps.Database.Plans;

/// <summary>Looks up the tables of a plan.</summary>
internal static class PlanTables
{
    public static async Task<Dictionary<(string Schema, string Table), TableFacts>> ReadAsync(
        DatabaseTransaction transaction, HashSet<(string Schema, string Table)> tables, CancellationToken cancellation)
    {
        if (tables.Count == 0)
        {
            return [];
        }

        List<((string, string) Name, TableFacts Facts)> rows = await transaction.QueryAsync(
            Sql.Of("Database/Plans/Tables.sql"),
            [tables.Select(table => table.Schema).ToArray(), tables.Select(table => table.Table).ToArray()],
            row => ((row.GetString(0), row.GetString(1)), new TableFacts
            {
                Rows = row.ValueOrNull<double>(2),
                ColumnTypes = row.GetFieldValue<string[]>(3)
                    .Zip(row.GetFieldValue<string[]>(4))
                    .ToDictionary(column => column.First, column => column.Second, StringComparer.Ordinal),
            }),
            cancellation);
        return rows.ToDictionary(row => row.Name, row => row.Facts);
    }
}
