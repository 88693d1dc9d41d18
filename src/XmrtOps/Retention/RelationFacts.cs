using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Retention;

/// <summary>What the catalogue says of the table that was named.</summary>
internal sealed record RelationFacts
{
    public required RelationName Table { get; init; }

    public required long Oid { get; init; }

    /// <summary>pg_class.relkind.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset ServerTime { get; init; }

    public required int ServerVersion { get; init; }

    public required int PageBytes { get; init; }

    /// <summary>Row level security hides rows from the role.</summary>
    public required bool IsBlinded { get; init; }

    public required bool MayDelete { get; init; }

    public required bool HasPrimaryKey { get; init; }

    public required bool IsOwner { get; init; }

    public required bool HasChildren { get; init; }

    /// <returns>Null where there is no such relation.</returns>
    public static async Task<RelationFacts?> ReadAsync(
        DatabaseTransaction transaction, RelationName table, CancellationToken cancellation)
    {
        List<RelationFacts> found = await transaction.QueryAsync(
            Sql.Of("Retention/Relation.sql"),
            [table.Schema, table.Name],
            row => new RelationFacts
            {
                Table = table,
                Oid = row.GetInt64(0),
                Kind = row.GetString(1),
                ServerTime = row.GetTime(2),
                ServerVersion = row.GetInt32(3),
                PageBytes = row.GetInt32(4),
                IsBlinded = row.GetBoolean(5),
                MayDelete = row.GetBoolean(6),
                HasPrimaryKey = row.GetBoolean(7),
                IsOwner = row.GetBoolean(8),
                HasChildren = row.GetBoolean(9),
            },
            cancellation);
        return found.Count == 0 ? null : found[0];
    }

    /// <exception cref="XmrtException">NotATable, RowsHiddenByRls, PermissionDenied, NoPrimaryKey.</exception>
    public void Check(string target, string role)
    {
        if (Kind is not ("r" or "p"))
        {
            throw Errors.NotATable(target, Table.ToString(), NameOf(Kind));
        }

        if (IsBlinded)
        {
            throw Errors.RowsHidden(target, Table.ToString(), role);
        }

        if (!MayDelete)
        {
            throw Errors.PermissionDenied(
                target, $"role {role} may not delete from {Table} (it takes SELECT, UPDATE and DELETE). Nothing was deleted");
        }

        if (!HasPrimaryKey)
        {
            throw Errors.NoPrimaryKey(target, Table.ToString());
        }
    }

    private static string NameOf(string kind) => kind switch
    {
        "v" => "view",
        "m" => "materialised view",
        "f" => "foreign table",
        "S" => "sequence",
        "i" or "I" => "index",
        "c" => "type",
        _ => "relation of another kind",
    };
}
