using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>A table that is to be given an index, or a part of one.</summary>
internal sealed record BuildTable
{
    public long Oid { get; init; }

    public required RelationName Relation { get; init; }

    public required string Kind { get; init; }

    /// <summary>The table that it is a partition of; null for none.</summary>
    public long? Parent { get; init; }

    public bool IsPartitioned => Kind == "p";

    /// <exception cref="XmrtException">IndexTableUnfit, IndexNameAmbiguous, PermissionDenied, ReadOnlyServer.</exception>
    public static async Task<BuildTable> FindAsync(
        XmrtConnection connection, RelationName name, INotices notices, CancellationToken cancellation)
    {
        List<(BuildTable Table, bool IsPersistent, bool IsOwner, string Owner, bool IsInRecovery)> found =
            await connection.Database.ReadAsync(
                Limits.Read,
                notices,
                transaction => transaction.QueryAsync(
                    Sql.Of("Database/Indexing/BuildTarget.sql"),
                    [name.Schema, name.Name],
                    row => (
                        new BuildTable
                        {
                            Oid = row.GetInt64(0),
                            Relation = new RelationName(row.GetString(1), row.GetString(2)),
                            Kind = row.GetString(3),
                        },
                        row.GetString(4) != "t",
                        row.GetBoolean(5),
                        row.GetString(6),
                        row.GetBoolean(7)),
                    cancellation),
                cancellation);
        if (found.Count == 0)
        {
            throw Errors.IndexTableUnfit(name.ToString(), "there is no such table");
        }

        (BuildTable table, bool isPersistent, bool isOwner, string owner, bool isInRecovery) = found[0];
        if (found.Count > 1 && table.Relation.Schema != "public")
        {
            throw Errors.IndexNameAmbiguous(name.ToString(), string.Join(", ", found.Select(f => f.Table.Relation.Schema)));
        }

        if (isInRecovery)
        {
            throw Errors.ReadOnlyServer(connection.Target);
        }

        string? unfit = table.Kind switch
        {
            "v" => "it is a view; index the tables that it reads",
            "f" => "it is a foreign table; index it where its rows are",
            _ when !isPersistent => "it is a temporary table",
            _ => null,
        };
        if (unfit is not null)
        {
            throw Errors.IndexTableUnfit(table.Relation.ToString(), unfit);
        }

        return isOwner
            ? table
            : throw Errors.PermissionDenied(
                connection.Target, $"only its owner {owner} may index {table.Relation}, and role {connection.Role} is not");
    }

    /// <summary>The table and its partitions, each after the one that it is a part of.</summary>
    /// <exception cref="XmrtException">IndexTableUnfit: a partition is a foreign table.</exception>
    public static async Task<List<BuildTable>> TreeAsync(
        DatabaseTransaction transaction, BuildTable root, CancellationToken cancellation)
    {
        List<BuildTable> tree = await transaction.QueryAsync(
            Sql.Of("Database/Indexing/PartitionTree.sql"), [root.Oid], Map, cancellation);
        return tree.Find(part => part.Kind == "f") is { } foreign
            ? throw Errors.IndexTableUnfit(root.Relation.ToString(), $"its partition {foreign.Relation} is a foreign table")
            : tree;
    }

    private static BuildTable Map(DbDataReader row) => new()
    {
        Oid = row.GetInt64(0),
        Relation = new RelationName(row.GetString(1), row.GetString(2)),
        Kind = row.GetString(3),
        Parent = row.ValueOrNull<long>(4),
    };
}
