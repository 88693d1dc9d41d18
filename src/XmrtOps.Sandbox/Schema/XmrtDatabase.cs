using Npgsql;
using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Schema;

/// <summary>
/// Turns an empty database of PostgreSQL 13 or later into the XMRT database with 120 days of history.
/// </summary>
public static class XmrtDatabase
{
    /// <summary>
    /// Makes roles and schema, loads the rows, adds keys, indexes, policies, triggers and views, and replays the
    /// application's workload, so that the statistics to be read are the application's.
    /// </summary>
    /// <param name="options">What to make, and where.</param>
    /// <param name="progress">
    /// Receives each step and the percentage that is done when it begins; from several threads, one after the other.
    /// </param>
    /// <param name="cancellation">Ends the making; the database is then of no use.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not between 1 and 1,000.</exception>
    /// <exception cref="InvalidOperationException">
    /// The server is too old, does not preload pg_stat_statements, the database is not empty, or a schema file failed.
    /// </exception>
    public static async Task CreateAsync(
        XmrtDatabaseOptions options, IProgress<(string Step, int Percent)>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Scale, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Scale, 1_000, nameof(options));
        var steps = new StepProgress(progress);

        var source = AdminSession.CreateSource(options.AdminConnectionString);
        await using var _ = source.ConfigureAwait(false);
        var crew = await ConnectionCrew.OpenAsync(source, cancellation).ConfigureAwait(false);
        await using (crew.ConfigureAwait(false))
            await BuildAsync(crew, options, steps, cancellation).ConfigureAwait(false);

        steps.Begin("Collecting statistics", 85);
        await StatisticsCollector.CollectAsync(source, cancellation).ConfigureAwait(false);

        steps.Begin("Replaying the application's workload", 93);
        await Workload.ReplayAsync(source, options, cancellation).ConfigureAwait(false);
        steps.Begin("Ready", 100);
    }

    private static async Task BuildAsync(
        ConnectionCrew crew, XmrtDatabaseOptions options, StepProgress steps, CancellationToken cancellation)
    {
        const int loadFrom = 10;
        const int loadTo = 55;
        await ServerRequirements.CheckAsync(crew.Lead, cancellation).ConfigureAwait(false);

        steps.Begin("Creating roles and tables", 0);
        foreach (var stage in new[] { SchemaStage.Platform, SchemaStage.Tables, SchemaStage.Functions })
            await RunInOrderAsync(crew.Lead, stage, cancellation).ConfigureAwait(false);
        await SetPasswordsAsync(crew.Lead, options, cancellation).ConfigureAwait(false);

        steps.Begin("Loading rows", loadFrom);
        await DatabaseSeeder.LoadAsync(
            crew,
            new SeedContext(options.Seed, options.Scale, options.Now),
            (table, share) => steps.Begin($"Loaded {table}", loadFrom + (int)(share * (loadTo - loadFrom))),
            cancellation).ConfigureAwait(false);

        steps.Begin("Creating indexes", loadTo);
        await crew.RunAsync(
            SchemaScript.OfStage(SchemaStage.Indexes),
            (connection, script, stop) =>
            {
                steps.Begin($"Running {script.Name}", loadTo);
                return RunScriptAsync(connection, script, stop);
            },
            cancellation).ConfigureAwait(false);

        steps.Begin("Creating foreign keys, policies and views", 75);
        await RunInOrderAsync(crew.Lead, SchemaStage.Rules, cancellation).ConfigureAwait(false);
    }

    private static async Task RunInOrderAsync(
        NpgsqlConnection connection, SchemaStage stage, CancellationToken cancellation)
    {
        foreach (var script in SchemaScript.OfStage(stage))
            await RunScriptAsync(connection, script, cancellation).ConfigureAwait(false);
    }

    private static async Task RunScriptAsync(
        NpgsqlConnection connection, SchemaScript script, CancellationToken cancellation)
    {
        try
        {
            await AdminSession.ExecuteAsync(connection, script.Sql, cancellation).ConfigureAwait(false);
        }
        catch (PostgresException fault)
        {
            throw new InvalidOperationException(
                $"The schema file {script.Name} failed: {fault.SqlState} {fault.MessageText}", fault);
        }
    }

    private static async Task SetPasswordsAsync(
        NpgsqlConnection connection, XmrtDatabaseOptions options, CancellationToken cancellation)
    {
        (string Role, string Password)[] logins =
        [
            ("postgres", options.PostgresPassword),
            ("authenticator", options.AuthenticatorPassword),
            ("app_reader", options.AppReaderPassword),
        ];
        // A verifier holds no quote, so it needs no escaping.
        foreach (var (role, password) in logins)
            await AdminSession.ExecuteAsync(
                connection, $"ALTER ROLE {role} PASSWORD '{ScramVerifier.For(password)}'", cancellation).ConfigureAwait(false);
    }
}
