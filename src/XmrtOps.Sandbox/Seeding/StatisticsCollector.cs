using Npgsql;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// Starts the counters anew, so that they count the application only, and gives the planner its statistics.
/// </summary>
internal static class StatisticsCollector
{
    private const int LargeRelations = 8;
    private const int SmallAtOnce = 12;

    // A backend reports its last counts when it leaves, which is a moment after its client has.
    private const string AwaitEarlierConnections = $"""
        DO $$
        BEGIN
            FOR attempt IN 1 .. 2000 LOOP
                EXIT WHEN NOT EXISTS (
                    SELECT FROM pg_stat_activity
                    WHERE application_name = '{AdminSession.Name}' AND datname = current_database()
                      AND pid <> pg_backend_pid() AND backend_type = 'client backend');
                PERFORM pg_sleep(0.002), pg_stat_clear_snapshot();
            END LOOP;
        END
        $$
        """;

    // Large relations first, so that the connections end at about the same time.
    private const string Relations = """
        SELECT format('%I.%I', schema.nspname, relation.relname)
        FROM pg_class AS relation
        JOIN pg_namespace AS schema ON schema.oid = relation.relnamespace
        WHERE relation.relkind IN ('r', 'm')
          AND schema.nspname IN ('public', 'auth', 'cron', 'net', 'supabase_migrations')
        ORDER BY pg_relation_size(relation.oid) DESC
        """;

    /// <summary>Resets all counters and analyzes all tables. Runs when no other connection of ours is open.</summary>
    public static async Task CollectAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        List<string> relations;
        var connection = await AdminSession.OpenAsync(source, cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await AdminSession.ExecuteAsync(connection, AwaitEarlierConnections, cancellation).ConfigureAwait(false);
            // Before ANALYZE, which reports the numbers of rows to the counters.
            await AdminSession.ExecuteAsync(connection, "SELECT pg_stat_reset()", cancellation).ConfigureAwait(false);
            relations = await ReadRelationsAsync(connection, cancellation).ConfigureAwait(false);
        }

        var crew = await ConnectionCrew.OpenAsync(source, cancellation).ConfigureAwait(false);
        await using (crew.ConfigureAwait(false))
            await crew.RunAsync(
                relations.Take(LargeRelations)
                    .Concat(relations.Skip(LargeRelations).Chunk(SmallAtOnce).Select(few => string.Join(", ", few))),
                (worker, tables, stop) => AdminSession.ExecuteAsync(worker, "ANALYZE " + tables, stop),
                cancellation).ConfigureAwait(false);
    }

    private static async Task<List<string>> ReadRelationsAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        var relations = new List<string>();
        using var command = new NpgsqlCommand(Relations, connection);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                relations.Add(reader.GetString(0));
        }

        return relations;
    }
}
