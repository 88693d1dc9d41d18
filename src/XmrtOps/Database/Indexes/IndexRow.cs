using System.Data.Common;
using XmrtOps.Data;

namespace XmrtOps.Database.Indexes;

/// <summary>Makes the facts of an index from a row of Indexes.sql.</summary>
internal static class IndexRow
{
    /// <summary>Column of Indexes.sql that says how many indexes there are in all.</summary>
    public const int MatchingColumn = 36;

    public static IndexStatistics MapStatistics(DbDataReader row) => new()
    {
        Now = row.GetTime(0),
        Since = row.TimeOrNull(1),
        StartedAt = row.GetTime(2),
        IsReplica = row.GetBoolean(3),
        Replicas = row.GetInt64(4),
    };

    public static IndexFacts Map(DbDataReader row, string connection, IndexStatistics statistics)
    {
        string[] fields = row.GetFieldValue<string[]>(7);
        int keys = row.GetInt32(8);
        return new IndexFacts
        {
            Id = row.GetInt64(0),
            IsWanted = !row.IsDBNull(1),
            TableId = row.GetInt64(2),
            IsPartial = row.GetBoolean(27),
            HasExpressions = row.GetBoolean(28),
            OperatorClasses = row.GetString(29).Split(' '),
            Collations = row.GetString(30).Split(' '),
            Orders = row.GetString(31).Split(' '),
            NullsAreEqual = row.GetBoolean(32),
            IsExclusion = row.GetBoolean(33),
            BacksForeignKey = row.GetBoolean(34),
            IsReferenced = row.GetBoolean(35),
            Index = new DatabaseIndex
            {
                Connection = connection,
                Schema = row.GetString(3),
                Table = row.GetString(4),
                Name = row.GetString(5),
                Method = row.GetString(6),
                Columns = fields[..keys],
                IncludedColumns = fields[keys..],
                Predicate = row.StringOrNull(9),
                Definition = row.StringOrNull(10),
                SizeBytes = row.ValueOrNull<long>(11),
                Scans = row.ValueOrNull<long>(12),
                IsUnique = row.GetBoolean(13),
                IsPrimary = row.GetBoolean(14),
                BacksConstraint = row.StringOrNull(15),
                IsReplicaIdentity = row.GetBoolean(16),
                IsPartitioned = row.GetBoolean(17),
                Parent = row.StringOrNull(19) is { } parent ? new RelationName(row.GetString(18), parent).ToString() : null,
                IsValid = row.GetBoolean(20),
                IsReady = row.GetBoolean(21),
                IsBuilding = row.GetBoolean(22),
                Locked = row.GetBoolean(23),
                EstimatedRows = row.ValueOrNull<long>(24),
                BloatEstimateBytes = row.ValueOrNull<long>(25),
                BloatRatio = row.ValueOrNull<double>(26),
                StatisticsSince = statistics.Since,
                MeasuredAt = statistics.Now,
            },
        };
    }
}
