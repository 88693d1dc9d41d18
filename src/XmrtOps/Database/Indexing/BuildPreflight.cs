using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>Looks at everything that may stand against a build, and changes nothing.</summary>
internal static class BuildPreflight
{
    private const string NeedsSession = "CREATE INDEX CONCURRENTLY needs a session of its own";

    /// <exception cref="XmrtException">PoolerUnfit, IndexTableUnfit, IndexNameAmbiguous, IndexNameTaken,
    /// IndexBuildInProgress, IndexWouldWait, PermissionDenied, ReadOnlyServer, and those of running SQL.</exception>
    public static async Task<BuildPlan> CheckAsync(
        XmrtConnection connection,
        IndexDefinition definition,
        BuildOptions options,
        INotices notices,
        CancellationToken cancellation)
    {
        connection.RequireSession(NeedsSession);
        BuildTable table = await BuildTable.FindAsync(connection, definition.Table, notices, cancellation);
        Dictionary<RelationName, TableStatistics> statistics =
            await TableCatalogue.ReadAsync(connection, [table.Relation], notices, cancellation);
        return await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                // Definitions are compared: nothing may be left out of them for being on the path.
                transaction.UseSchema("pg_catalog");
                return await CheckInAsync(
                    transaction,
                    definition with { Table = table.Relation, IsOnly = false },
                    table,
                    statistics[table.Relation],
                    options,
                    cancellation);
            },
            cancellation);
    }

    private static async Task<BuildPlan> CheckInAsync(
        DatabaseTransaction transaction,
        IndexDefinition definition,
        BuildTable table,
        TableStatistics statistics,
        BuildOptions options,
        CancellationToken cancellation)
    {
        List<BuildTable> tree = table.IsPartitioned
            ? await BuildTable.TreeAsync(transaction, table, cancellation)
            : [table];
        long[] oids = [.. tree.Select(part => part.Oid)];
        ILookup<long, TableIndex> indexes =
            (await TableCatalogue.IndexesAsync(transaction, oids, cancellation)).ToLookup(index => index.TableOid);
        TableIndex? existing = indexes[table.Oid].FirstOrDefault(
            index => index.IsValid && index.Definition?.IsEquivalentTo(definition) == true);
        if (existing is not null)
        {
            return new BuildPlan
            {
                Definition = definition,
                Table = table.Relation,
                TableOid = table.Oid,
                Steps = [],
                Existing = existing,
            };
        }

        BuildStep[] steps = [.. BuildSteps.Of(definition, tree, indexes)];
        await CheckNamesAsync(transaction, steps, indexes, cancellation);
        List<Obstacle> obstacles = await ObstaclesAsync(transaction, oids, cancellation);
        Judge(obstacles, table.Relation.ToString(), new RelationName(table.Relation.Schema, definition.Name).ToString(), options);
        string[] columns = [.. definition.Elements.Select(ColumnOf).OfType<string>().Where(statistics.Columns.ContainsKey)];
        return new BuildPlan
        {
            Definition = definition,
            Table = table.Relation,
            TableOid = table.Oid,
            Steps = steps,
            // How much a predicate leaves is not known here: it is the most that it can be.
            EstimatedSizeBytes = IndexSize.Estimate(
                statistics, definition.Method, columns, definition.Elements.Count, fraction: 1, definition.IsUnique),
            Waits = obstacles,
        };
    }

    /// <summary>What the build would wait for, oldest first.</summary>
    public static Task<List<Obstacle>> ObstaclesAsync(
        DatabaseTransaction transaction, long[] tables, CancellationToken cancellation) => transaction.QueryAsync(
        Sql.Of("Database/Indexing/BuildObstacles.sql"),
        [tables],
        row => new Obstacle(
            row.GetString(0),
            row.ValueOrNull<int>(1),
            row.StringOrNull(2),
            row.StringOrNull(3),
            row.StringOrNull(4),
            row.ValueOrNull<double>(5) is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        cancellation);

    /// <exception cref="XmrtException">IndexBuildInProgress, IndexWouldWait.</exception>
    internal static void Judge(IReadOnlyList<Obstacle> obstacles, string table, string index, BuildOptions options)
    {
        if (obstacles.FirstOrDefault(obstacle => obstacle.IsBuild) is { } builder)
        {
            throw Errors.IndexBuildInProgress(table, builder.ToString());
        }

        Obstacle[] old = [.. obstacles.Where(obstacle => obstacle.Age >= options.OldTransaction)];
        if (old.Length > 0 && !options.AllowWaiting)
        {
            throw Errors.IndexWouldWait(
                index,
                string.Join(", ", old.Take(3).Select(o => o.ToString())) + (old.Length > 3 ? $" and {old.Length - 3} more" : ""),
                Display.Milliseconds(options.OldTransaction.TotalMilliseconds));
        }
    }

    private static async Task CheckNamesAsync(
        DatabaseTransaction transaction, BuildStep[] steps, ILookup<long, TableIndex> indexes, CancellationToken cancellation)
    {
        foreach (IGrouping<string, BuildStep> schema in steps.Where(step => !step.IsDone).GroupBy(step => step.Table.Schema!))
        {
            Dictionary<string, string> taken = await TableCatalogue.TakenAsync(
                transaction, schema.Key, [.. schema.Select(step => step.Definition.Name)], cancellation);
            foreach (BuildStep step in schema)
            {
                TableIndex? own = indexes[step.TableOid].FirstOrDefault(index => index.Name == step.Definition.Name);
                if (own is { IsValid: false, IsBusy: true } && own.Parent is null && !step.IsPartitioned)
                {
                    throw Errors.IndexBuildInProgress(step.Table.ToString(), "Another session");
                }

                if (taken.TryGetValue(step.Definition.Name, out string? by) && !step.HasLeftover)
                {
                    throw Errors.IndexNameTaken(step.Index.ToString(), own is { IsValid: true } ? $"{by}, defined in another way" : by);
                }
            }
        }
    }

    private static string? ColumnOf(string element) => Plans.SqlLexer.Tokens(element).Find(token => token.IsSignificant).Name;
}
