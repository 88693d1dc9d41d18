using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>What there is of an index.</summary>
internal sealed record IndexState
{
    /// <summary>Null: there is nothing of that name.</summary>
    public long? Oid { get; init; }

    /// <summary>It is an index of the table that was asked for.</summary>
    public bool IsOfTable { get; init; }

    public bool IsValid { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>The backend that was to build it is there still.</summary>
    public bool IsBuilderThere { get; init; }

    public static Task<IndexState> ReadAsync(
        XmrtConnection connection, BuildStep step, int builder, INotices notices, CancellationToken cancellation) =>
        connection.Database.ReadAsync(
            Limits.Read,
            notices,
            transaction => transaction.SingleAsync(
                Sql.Of("Database/Indexing/IndexState.sql"),
                [step.Table.Schema, step.Definition.Name, step.TableOid, builder],
                row => new IndexState
                {
                    Oid = row.ValueOrNull<long>(0),
                    IsOfTable = row.ValueOrNull<bool>(1) ?? false,
                    IsValid = row.ValueOrNull<bool>(2) ?? false,
                    SizeBytes = row.ValueOrNull<long>(4) ?? 0,
                    IsBuilderThere = row.GetBoolean(5),
                },
                cancellation),
            cancellation);
}
