using XmrtOps.Data;

namespace XmrtOps.Rollback.Inverses;

/// <summary>Reads what there is now of what migrations made, and what depends on it.</summary>
internal static class ObjectReader
{
    public static Task<List<ObjectNow>> ReadAsync(
        DatabaseTransaction transaction, IReadOnlyList<SchemaObject> objects, CancellationToken cancellation) =>
        transaction.QueryAsync(
            Sql.Of("Rollback/Inverses/ObjectsNow.sql"),
            [
                objects.Select(item => item.Kind.ToString()).ToArray(),
                objects.Select(item => item.Schema).ToArray(),
                objects.Select(item => item.Name).ToArray(),
                objects.Select(item => item.Table).ToArray(),
            ],
            row => new ObjectNow(
                row.ValueOrNull<long>(1),
                row.StringOrNull(2),
                row.GetInt32(3),
                row.GetFieldValue<string[]>(4),
                row.StringOrNull(5),
                row.ValueOrNull<long>(6),
                row.StringOrNull(7)),
            cancellation);

    /// <summary>What depends on these and does not go with them, as clauses.</summary>
    public static Task<List<string>> DependentsAsync(
        DatabaseTransaction transaction, IReadOnlyList<ObjectNow> dropped, CancellationToken cancellation)
    {
        ObjectNow[] there = [.. dropped.Where(item => item is { Id: not null, Catalogue: not null })];
        return transaction.QueryAsync(
            Sql.Of("Rollback/Inverses/Dependents.sql"),
            [
                there.Select(item => item.Id!.Value).ToArray(),
                there.Select(item => item.Catalogue!).ToArray(),
                there.Select(item => item.Part).ToArray(),
            ],
            row => $"{row.GetString(1)} depends on {row.GetString(0)}",
            cancellation);
    }
}
