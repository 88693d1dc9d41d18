using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>Reads what the server knows of tables, their columns and their indexes.</summary>
internal static class TableCatalogue
{
    /// <summary>The tables of these names that exist, with the partitioned tables that they are parts of.</summary>
    public static Task<Dictionary<RelationName, TableStatistics>> ReadAsync(
        XmrtConnection connection, IReadOnlyCollection<RelationName> names, INotices notices, CancellationToken cancellation) =>
        connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                // With nothing on the path, definitions name every schema, and mean the same to everybody.
                transaction.UseSchema("pg_catalog");
                Dictionary<RelationName, TableStatistics> tables = await TablesAsync(transaction, names, cancellation);
                HashSet<RelationName> roots = [.. tables.Values.Select(table => table.Root).OfType<RelationName>()];
                roots.ExceptWith(tables.Keys);
                if (roots.Count > 0)
                {
                    foreach ((RelationName name, TableStatistics root) in await TablesAsync(transaction, roots, cancellation))
                    {
                        tables.Add(name, root);
                    }
                }

                ILookup<long, TableIndex> indexes = (await IndexesAsync(
                    transaction, [.. tables.Values.Select(table => table.Oid)], cancellation)).ToLookup(index => index.TableOid);
                return tables.ToDictionary(
                    table => table.Key, table => table.Value with { Indexes = [.. indexes[table.Value.Oid]] });
            },
            cancellation);

    /// <summary>The indexes of tables. The search path has to be pg_catalog's alone for definitions to be comparable.</summary>
    public static Task<List<TableIndex>> IndexesAsync(
        DatabaseTransaction transaction, long[] tables, CancellationToken cancellation) => transaction.QueryAsync(
        Sql.Of("Database/Indexing/TableIndexes.sql"),
        [tables],
        row => new TableIndex
        {
            TableOid = row.GetInt64(0),
            Oid = row.GetInt64(1),
            Schema = row.GetString(2),
            Name = row.GetString(3),
            IsValid = row.GetBoolean(4),
            IsReady = row.GetBoolean(5),
            IsBusy = row.GetBoolean(6),
            Parent = row.ValueOrNull<long>(7),
            Definition = TableIndex.DefinitionOf(row.StringOrNull(8)),
        },
        cancellation);

    /// <summary>Which of the names are taken in a schema, and by what.</summary>
    public static async Task<Dictionary<string, string>> TakenAsync(
        DatabaseTransaction transaction, string schema, string[] names, CancellationToken cancellation) =>
        (await transaction.QueryAsync(
            Sql.Of("Database/Indexing/TakenNames.sql"),
            [schema, names],
            row => (Name: row.GetString(0), By: row.GetString(1)),
            cancellation)).ToDictionary(taken => taken.Name, taken => taken.By, StringComparer.Ordinal);

    private static async Task<Dictionary<RelationName, TableStatistics>> TablesAsync(
        DatabaseTransaction transaction, IReadOnlyCollection<RelationName> names, CancellationToken cancellation)
    {
        List<(TableStatistics Table, ColumnStatistics Column)> rows = await transaction.QueryAsync(
            Sql.Of("Database/Indexing/TableStatistics.sql"),
            [names.Select(name => name.Schema ?? "public").ToArray(), names.Select(name => name.Name).ToArray()],
            row => (TableOf(row), ColumnOf(row)),
            cancellation);
        return rows.GroupBy(row => row.Table.Relation).ToDictionary(
            group => group.Key,
            group => group.First().Table with
            {
                Columns = group.ToDictionary(row => row.Column.Name, row => row.Column, StringComparer.Ordinal),
            });
    }

    private static TableStatistics TableOf(DbDataReader row) => new()
    {
        Oid = row.GetInt64(0),
        Schema = row.GetString(1),
        Name = row.GetString(2),
        IsPartitioned = row.GetString(3) == "p",
        Root = row.StringOrNull(5) is { } root ? new RelationName(row.GetString(4), root) : null,
        Rows = row.ValueOrNull<double>(6),
        Bytes = row.GetInt64(7),
    };

    private static ColumnStatistics ColumnOf(DbDataReader row) => new()
    {
        Name = row.GetString(8),
        Type = row.GetString(9),
        IsBytewise = row.ValueOrNull<bool>(10) ?? false,
        AverageWidth = row.ValueOrNull<int>(11),
        NullFraction = row.ValueOrNull<double>(12),
        Distinct = row.ValueOrNull<double>(13),
        CommonValues = CommonValuesOf(row.StringOrNull(14), row.IsDBNull(15) ? [] : row.GetFieldValue<double[]>(15)),
    };

    private static Dictionary<string, double> CommonValuesOf(string? array, double[] frequencies)
    {
        List<string> values = PostgresArray.Read(array);
        Dictionary<string, double> common = new(StringComparer.Ordinal);
        for (int i = 0; i < Math.Min(values.Count, frequencies.Length); i++)
        {
            common[values[i]] = frequencies[i];
        }

        return common;
    }
}
