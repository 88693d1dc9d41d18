using Npgsql;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>Starts the counters anew, so that they count the application only, and gives the planner its statistics.</summary>
internal static class StatisticsCollector
{
    // Large relations first, so that the connections end at about the same time.
    private const string Relations = """
        SELECT format('%I.%I', schema.nspname, relation.relname)
        FROM pg_catalog.pg_class AS relation
        JOIN pg_catalog.pg_namespace AS schema ON schema.oid = relation.relnamespace
        WHERE relation.relkind IN ('r', 'm')
          AND schema.nspname IN ('public', 'auth', 'cron', 'net', 'supabase_migrations')
        ORDER BY pg_catalog.pg_relation_size(relation.oid) DESC
        """;

    public static async Task CollectAsync(string connectionString, CancellationToken cancellation)
    {
        var relations = new List<string>();
        var connection = await AdminConnection.OpenAsync(connectionString, cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Before ANALYZE, which reports the numbers of rows to the counters.
            await AdminConnection.ExecuteAsync(connection, "SELECT pg_stat_reset()", cancellation).ConfigureAwait(false);
            using var command = new NpgsqlCommand(Relations, connection);
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                    relations.Add(reader.GetString(0));
            }
        }

        await ParallelWork.RunAsync(
            connectionString,
            relations,
            (worker, relation, stop) => AdminConnection.ExecuteAsync(worker, "ANALYZE " + relation, stop),
            cancellation).ConfigureAwait(false);
    }
}
