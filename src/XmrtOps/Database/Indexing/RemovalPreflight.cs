using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>Looks at whether an index can be dropped, and changes nothing.</summary>
internal static class RemovalPreflight
{
    /// <param name="connection">Where.</param>
    /// <param name="name">To the letter.</param>
    /// <param name="definition">How it was defined when it was looked at; null: however it is.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="XmrtException">PoolerUnfit, IndexNotFound, IndexNameAmbiguous, IndexNeeded, IndexChanged,
    /// IndexBuildInProgress, IndexWouldWait, PermissionDenied, ReadOnlyServer, LockTimedOut, and those of running SQL.</exception>
    public static Task<RemovalPlan> CheckAsync(
        XmrtConnection connection,
        RelationName name,
        string? definition,
        BuildOptions options,
        INotices notices,
        CancellationToken cancellation)
    {
        connection.RequireSession("DROP INDEX CONCURRENTLY needs a session of its own");
        return connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                transaction.UseSchema("pg_catalog");
                Found found = await FindAsync(transaction, connection, name, cancellation);
                Judge(found, connection);
                (string sql, string? tablespace, long size) = await transaction.SingleAsync(
                    Sql.Of("Database/Indexing/RemovalDetails.sql"),
                    [found.Plan.Oid],
                    row => (row.GetString(0), row.StringOrNull(1), row.GetInt64(2)),
                    cancellation);
                RemovalPlan plan = found.Plan with { Definition = Placed(sql, tablespace), SizeBytes = size };
                if (definition is not null && !IsSame(definition, sql))
                {
                    throw Errors.IndexChanged(plan.Index.ToString());
                }

                List<Obstacle> obstacles = await BuildPreflight.ObstaclesAsync(transaction, [plan.TableOid], cancellation);
                // Snapshots of other tables do not matter to a drop: only who uses this one is waited for.
                BuildPreflight.Judge(
                    [.. obstacles.Where(obstacle => obstacle.Kind != "Snapshot")],
                    plan.Table.ToString(),
                    plan.Index.ToString(),
                    options);
                return plan;
            },
            cancellation);
    }

    private static async Task<Found> FindAsync(
        DatabaseTransaction transaction, XmrtConnection connection, RelationName name, CancellationToken cancellation)
    {
        List<Found> found = await transaction.QueryAsync(
            Sql.Of("Database/Indexing/RemovalTarget.sql"),
            [name.Schema, name.Name],
            row => new Found(
                new RemovalPlan
                {
                    Oid = row.GetInt64(0),
                    Index = new RelationName(row.GetString(1), row.GetString(2)),
                    IsPartitioned = row.GetString(3) == "I",
                    TableOid = row.GetInt64(4),
                    Table = new RelationName(row.GetString(5), row.GetString(6)),
                    IsUnique = row.GetBoolean(7),
                    IsValid = row.GetBoolean(8),
                    Definition = "",
                },
                IsReplicaIdentity: row.GetBoolean(9),
                IsOwner: row.GetBoolean(10),
                Constraints: row.StringOrNull(11),
                Parent: row.StringOrNull(12),
                Extension: row.StringOrNull(13),
                IsLocked: row.GetBoolean(14),
                IsInRecovery: row.GetBoolean(15)),
            cancellation);
        return found.Count switch
        {
            0 => throw Errors.IndexNotFound(name.ToString(), connection.Target),
            > 1 when found[0].Plan.Index.Schema != "public" => throw Errors.IndexNameAmbiguous(
                name.ToString(), string.Join(", ", found.Select(f => f.Plan.Index.Schema))),
            _ => found[0],
        };
    }

    private static void Judge(Found found, XmrtConnection connection)
    {
        string index = found.Plan.Index.ToString();
        string? needed = found switch
        {
            { Constraints: { } constraints } => $"it backs the constraint {constraints} of {found.Plan.Table}",
            { IsReplicaIdentity: true } => $"logical replication finds the rows of {found.Plan.Table} by it",
            { Parent: { } parent } => $"it is a part of {parent}, the index of the partitioned table: drop that one",
            { Extension: { } extension } => $"it belongs to the extension {extension}",
            _ => null,
        };
        if (needed is not null)
        {
            throw Errors.IndexNeeded(index, needed);
        }

        if (found.IsInRecovery)
        {
            throw Errors.ReadOnlyServer(connection.Target);
        }

        if (!found.IsOwner)
        {
            throw Errors.PermissionDenied(connection.Target, $"role {connection.Role} is not the owner of {index}");
        }

        if (found.IsLocked)
        {
            throw Errors.LockTimedOut(connection.Target);
        }
    }

    private static string Placed(string sql, string? tablespace)
    {
        if (tablespace is null)
        {
            return sql;
        }

        IndexDefinition parsed = IndexDefinition.Parse(sql);
        return (parsed with { Options = $"{parsed.Options} TABLESPACE {IdentifierSql.Of(tablespace)}".TrimStart() }).ToSql(false);
    }

    private static bool IsSame(string shown, string now) =>
        TableIndex.DefinitionOf(shown) is { } left && TableIndex.DefinitionOf(now) is { } right
            ? left.IsEquivalentTo(right)
            : shown == now;

    private sealed record Found(
        RemovalPlan Plan,
        bool IsReplicaIdentity,
        bool IsOwner,
        string? Constraints,
        string? Parent,
        string? Extension,
        bool IsLocked,
        bool IsInRecovery);
}
