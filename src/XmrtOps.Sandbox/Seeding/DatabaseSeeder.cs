using Npgsql;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>Fills every table, the large ones first, over a few connections side by side.</summary>
internal static class DatabaseSeeder
{
    public static async Task LoadAsync(
        string connectionString,
        SeedContext context,
        Action<string, double> loaded,
        CancellationToken cancellation)
    {
        var seeds = All(context, await ReadJobsAsync(connectionString, cancellation).ConfigureAwait(false));
        var done = 0;
        await ParallelWork.RunAsync(
            connectionString,
            seeds,
            async (connection, seed, stop) =>
            {
                await TableLoader.LoadAsync(connection, context, seed, stop).ConfigureAwait(false);
                loaded(seed.Table, (double)Interlocked.Increment(ref done) / seeds.Count);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>All tables in the order in which they are worth starting.</summary>
    private static List<TableSeed> All(SeedContext context, IReadOnlyList<CronJob> jobs) =>
    [
        .. ConversationSeeds.All(context)
            .Concat(WebhookSeeds.All(context))
            .Concat(ActivitySeeds.All(context))
            .Concat(MonitoringSeeds.All(context))
            .Concat(CronSeeds.All(context, jobs))
            .Concat(AuthSeeds.All(context))
            .Concat(AccessSeeds.All(context))
            .Concat(WorkSeeds.All(context))
            .Concat(StatusSeeds.All(context)),
    ];

    private static async Task<List<CronJob>> ReadJobsAsync(string connectionString, CancellationToken cancellation)
    {
        var jobs = new List<CronJob>();
        var connection = await AdminConnection.OpenAsync(connectionString, cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            using var command = new NpgsqlCommand(
                "SELECT jobid, jobname, command, database, schedule FROM cron.job ORDER BY jobid", connection);
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                    jobs.Add(new(
                        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                        new CronSchedule(reader.GetString(4))));
            }
        }

        return jobs;
    }
}
