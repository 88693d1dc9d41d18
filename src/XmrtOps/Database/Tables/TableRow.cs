using System.Data.Common;
using XmrtOps.Data;

namespace XmrtOps.Database.Tables;

/// <summary>Makes the facts of a table from a row of Tables.sql.</summary>
internal static class TableRow
{
    /// <summary>Column of Tables.sql that says how many tables there are in all.</summary>
    public const int MatchingColumn = 29;

    public static TableFacts Map(DbDataReader row, string connection, TableServer server)
    {
        TableKind kind = KindOf(row.GetString(3), row.GetBoolean(4));
        long? tableBytes = row.ValueOrNull<long>(8);
        long? rows = row.ValueOrNull<long>(11);
        long? updated = row.ValueOrNull<long>(24);
        string[]? options = row.IsDBNull(26) ? null : row.GetFieldValue<string[]>(26);
        bool wasNeverAnalysed = kind == TableKind.Partitioned
            ? row.TimeOrNull(17) is null && row.GetDouble(27) <= 0
            : rows is null;
        return new TableFacts
        {
            Id = row.GetInt64(0),
            Vacuum = server.Vacuum.With(options),
            FrozenShare = row.ValueOrNull<double>(28) ?? 0,
            WasNeverAnalysed = wasNeverAnalysed,
            Table = new DatabaseTable
            {
                Connection = connection,
                Schema = row.GetString(1),
                Name = row.GetString(2),
                Kind = kind,
                Parent = row.StringOrNull(6) is { } parent ? new RelationName(row.GetString(5), parent).ToString() : null,
                Locked = row.GetBoolean(7),
                TotalBytes = tableBytes + row.ValueOrNull<long>(9) + row.ValueOrNull<long>(10),
                TableBytes = tableBytes,
                ToastBytes = row.ValueOrNull<long>(9),
                IndexBytes = row.ValueOrNull<long>(10),
                EstimatedRows = rows,
                DeadRows = Counted(row, 12, kind),
                ModifiedSinceAnalyze = Counted(row, 13, kind),
                InsertedSinceVacuum = Counted(row, 14, kind),
                LastVacuum = row.TimeOrNull(15),
                LastAutovacuum = row.TimeOrNull(16),
                LastAnalyze = row.TimeOrNull(17),
                LastAutoanalyze = row.TimeOrNull(18),
                BloatEstimateBytes = row.ValueOrNull<long>(19),
                BloatRatio = row.ValueOrNull<double>(20),
                SequentialScans = Counted(row, 21, kind),
                SequentialRowsRead = Counted(row, 22, kind),
                IndexScans = Counted(row, 23, kind),
                HotUpdatePercent = updated > 0 ? 100d * row.GetInt64(25) / updated : null,
                StatisticsSince = server.StatisticsSince,
                MeasuredAt = server.Now,
            },
        };
    }

    // Of a foreign table nothing is counted here.
    private static long? Counted(DbDataReader row, int column, TableKind kind) =>
        kind == TableKind.Foreign ? null : row.ValueOrNull<long>(column);

    private static TableKind KindOf(string relationKind, bool isPartition) => relationKind switch
    {
        "p" => TableKind.Partitioned,
        "m" => TableKind.MaterialisedView,
        "f" => TableKind.Foreign,
        _ => isPartition ? TableKind.Partition : TableKind.Table,
    };
}
