using Npgsql;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>Fills every table: the large ones side by side, the many small ones in one go.</summary>
internal static class DatabaseSeeder
{
    private const int SmallUnits = 1_000;

    public static async Task LoadAsync(
        ConnectionCrew crew, SeedContext context, Action<string, double> loaded, CancellationToken cancellation)
    {
        var seeds = All(context, await ReadJobsAsync(crew.Lead, cancellation).ConfigureAwait(false));
        TableSeed[] small = [.. seeds.Where(seed => seed.Units < SmallUnits)];
        TableSeed[][] pieces = [.. seeds.Except(small).Select(seed => new[] { seed }), small];
        var done = 0;
        await crew.RunAsync(
            pieces,
            async (connection, piece, stop) =>
            {
                await TableLoader.LoadAsync(connection, context, piece, frozen: piece != small, stop)
                    .ConfigureAwait(false);
                loaded(
                    piece == small ? "the small tables" : piece[0].Table,
                    (double)Interlocked.Increment(ref done) / pieces.Length);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>All tables, the largest first, so that the connections end at about the same time.</summary>
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

    private static async Task<List<CronJob>> ReadJobsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var jobs = new List<CronJob>();
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

        return jobs;
    }
}
