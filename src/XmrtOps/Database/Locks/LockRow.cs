using System.Data.Common;
using XmrtOps.Data;

namespace XmrtOps.Database.Locks;

/// <summary>A lock that is held or waited for.</summary>
internal sealed record LockRow
{
    /// <summary>Null: a prepared transaction's.</summary>
    public int? ProcessId { get; init; }

    public string? PreparedTransaction { get; init; }

    public bool IsGranted { get; init; }

    /// <summary>Names the thing that is locked, the same for all that lock it.</summary>
    public required string Tag { get; init; }

    public required string LockType { get; init; }

    public required string Mode { get; init; }

    /// <summary>Null where it has no name here: in another database, or not yet committed.</summary>
    public RelationName? Relation { get; init; }

    public long? RelationId { get; init; }

    public string? Database { get; init; }

    public bool IsHere { get; init; } = true;

    public int? Page { get; init; }

    public int? Tuple { get; init; }

    public string? VirtualTransaction { get; init; }

    public string? TransactionId { get; init; }

    public long ClassId { get; init; }

    public long ObjectId { get; init; }

    public int ObjectSubId { get; init; }

    public string? Class { get; init; }

    public static LockRow Read(DbDataReader row) => new()
    {
        ProcessId = row.ValueOrNull<int>(0),
        PreparedTransaction = row.StringOrNull(1),
        IsGranted = row.GetBoolean(2),
        Tag = row.GetString(3),
        LockType = row.GetString(4),
        Mode = row.GetString(5),
        Relation = row.StringOrNull(7) is { } name ? new RelationName(row.StringOrNull(6), name) : null,
        RelationId = row.ValueOrNull<long>(8),
        Database = row.StringOrNull(9),
        IsHere = row.GetBoolean(10),
        Page = row.ValueOrNull<int>(11),
        Tuple = row.ValueOrNull<int>(12),
        VirtualTransaction = row.StringOrNull(13),
        TransactionId = row.StringOrNull(14),
        ClassId = row.ValueOrNull<long>(15) ?? 0,
        ObjectId = row.ValueOrNull<long>(16) ?? 0,
        ObjectSubId = row.ValueOrNull<int>(17) ?? 0,
        Class = row.StringOrNull(18),
    };
}
