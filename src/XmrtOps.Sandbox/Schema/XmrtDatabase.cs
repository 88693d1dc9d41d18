using Npgsql;
using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Schema;

/// <summary>Turns an empty database of PostgreSQL 13 or later into the XMRT database with 120 days of history.</summary>
public static class XmrtDatabase
{
    /// <summary>
    /// Makes roles and schema, loads the rows, adds keys, indexes, policies, triggers and views, and replays the
    /// application's workload, so that the statistics to be read are the application's.
    /// </summary>
    /// <param name="options">What to make, and where.</param>
    /// <param name="progress">Receives each step and the percentage that is done when it begins.</param>
    /// <param name="cancellation">Ends the making; the database is then of no use.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not between 1 and 1,000.</exception>
    /// <exception cref="InvalidOperationException">
    /// The server is too old, does not preload pg_stat_statements, or the database is not empty.
    /// </exception>
    public static async Task CreateAsync(
        XmrtDatabaseOptions options, IProgress<(string Step, int Percent)>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Scale, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Scale, 1_000, nameof(options));
        var context = new SeedContext(options.Seed, options.Scale, options.Now);
        var admin = options.AdminConnectionString;

        progress?.Report(("Creating roles and tables", 0));
        await RunScriptsAsync(
            options,
            RequireEmptyServerAsync,
            [SchemaStage.Platform, SchemaStage.Tables, SchemaStage.Functions],
            SetPasswordsAsync,
            cancellation).ConfigureAwait(false);

        progress?.Report(("Loading rows", 10));
        await DatabaseSeeder.LoadAsync(
            admin,
            context,
            (table, share) => progress?.Report(($"Loaded {table}", 10 + (int)(share * 45))),
            cancellation).ConfigureAwait(false);

        progress?.Report(("Creating indexes", 55));
        await ParallelWork.RunAsync(
            admin,
            SchemaScript.OfStage(SchemaStage.Indexes),
            (connection, script, stop) => RunScriptAsync(connection, script, stop),
            cancellation).ConfigureAwait(false);

        progress?.Report(("Creating foreign keys, policies and views", 75));
        await RunScriptsAsync(options, null, [SchemaStage.Rules], null, cancellation).ConfigureAwait(false);

        progress?.Report(("Collecting statistics", 85));
        await StatisticsCollector.CollectAsync(admin, cancellation).ConfigureAwait(false);

        progress?.Report(("Replaying the application's workload", 93));
        await Workload.ReplayAsync(options, cancellation).ConfigureAwait(false);
        progress?.Report(("Ready", 100));
    }

    private static async Task RunScriptsAsync(
        XmrtDatabaseOptions options,
        Func<NpgsqlConnection, CancellationToken, Task>? before,
        IEnumerable<SchemaStage> stages,
        Func<NpgsqlConnection, XmrtDatabaseOptions, CancellationToken, Task>? after,
        CancellationToken cancellation)
    {
        var connection = await AdminConnection.OpenAsync(options.AdminConnectionString, cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (before is not null)
                await before(connection, cancellation).ConfigureAwait(false);
            foreach (var script in stages.SelectMany(SchemaScript.OfStage))
                await RunScriptAsync(connection, script, cancellation).ConfigureAwait(false);
            if (after is not null)
                await after(connection, options, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task RunScriptAsync(
        NpgsqlConnection connection, SchemaScript script, CancellationToken cancellation)
    {
        try
        {
            await AdminConnection.ExecuteAsync(connection, script.Sql, cancellation).ConfigureAwait(false);
        }
        catch (PostgresException fault)
        {
            throw new InvalidOperationException(
                $"The schema file {script.Name} failed: {fault.SqlState} {fault.MessageText}", fault);
        }
    }

    private static async Task RequireEmptyServerAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        const int oldest = 13;
        if (connection.PostgreSqlVersion.Major < oldest)
            throw new InvalidOperationException(
                $"The sandbox needs PostgreSQL {oldest} or later; this server is {connection.PostgreSqlVersion}.");
        using var command = new NpgsqlCommand(
            "SELECT current_setting('shared_preload_libraries') LIKE '%pg_stat_statements%', "
            + "to_regclass('public.webhook_logs') IS NULL",
            connection);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellation).ConfigureAwait(false);
            if (!reader.GetBoolean(0))
                throw new InvalidOperationException(
                    "The server does not preload pg_stat_statements. Set shared_preload_libraries = 'pg_stat_statements' "
                    + "in its postgresql.conf and start it again.");
            if (!reader.GetBoolean(1))
                throw new InvalidOperationException(
                    "The database already has a table public.webhook_logs. Give an empty database.");
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
            await AdminConnection.ExecuteAsync(
                connection, $"ALTER ROLE {role} PASSWORD '{ScramVerifier.For(password)}'", cancellation).ConfigureAwait(false);
    }
}
