using Npgsql;
using XmrtOps.Sandbox.Schema;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// Replays the application's statements as PostgREST sends them: connected as authenticator, in a transaction that
/// switches to the caller's role and carries its claims. Before it, the statement statistics start anew.
/// </summary>
internal static class Workload
{
    private const int CallsPerTransaction = 50;
    private const int SecondsPerStatement = 120;

    // Of this database only: a server may hold others, whose readers still need theirs.
    private const string Reset = """
        SELECT extensions.pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()
        """;

    public static async Task ReplayAsync(
        NpgsqlDataSource admin, XmrtDatabaseOptions options, CancellationToken cancellation)
    {
        var context = new SeedContext(options.Seed, options.Scale, options.Now);
        await ResetAsync(admin, cancellation).ConfigureAwait(false);
        var settings = new NpgsqlConnectionStringBuilder(options.AdminConnectionString)
        {
            Username = "authenticator",
            Password = options.AuthenticatorPassword,
            ApplicationName = "PostgREST",
            // The role's own 8 s would make the sandbox fail on a slow machine.
            Options = $"-c statement_timeout={SecondsPerStatement}s",
        };
        // Without type loading, so that the driver's catalog queries are not among the application's statements.
        var source = AdminSession.CreateSource(settings);
        await using var _ = source.ConfigureAwait(false);
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            foreach (var statement in WorkloadStatements.All(context, options.Scale))
                for (var first = 0; first < statement.Calls; first += CallsPerTransaction)
                    await RunAsync(connection, context, statement, first, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task ResetAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var admin = await AdminSession.OpenAsync(source, cancellation).ConfigureAwait(false);
        await using (admin.ConfigureAwait(false))
            await AdminSession.ExecuteAsync(admin, Reset, cancellation).ConfigureAwait(false);
    }

    private static async Task RunAsync(
        NpgsqlConnection connection,
        SeedContext context,
        WorkloadStatement statement,
        int first,
        CancellationToken cancellation)
    {
        using var batch = new NpgsqlBatch(connection);
        Add(batch, "BEGIN", []);
        Add(batch, $"SET LOCAL ROLE {statement.Role}", []);
        Add(batch, "SELECT set_config('request.jwt.claims', $1, true)", [Claims(context, statement.Role)]);
        for (var call = first; call < Math.Min(first + CallsPerTransaction, statement.Calls); call++)
            Add(batch, statement.Sql, statement.Arguments(call));
        Add(batch, "COMMIT", []);
        await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static string Claims(SeedContext context, string role) => role == "service_role"
        ? """{"role":"service_role"}"""
        : $$"""{"role":"{{role}}","sub":"{{AuthSeeds.UserId(context, 0)}}"}""";

    private static void Add(NpgsqlBatch batch, string sql, object[] arguments)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var argument in arguments)
            command.Parameters.Add(new NpgsqlParameter { Value = argument });
        batch.BatchCommands.Add(command);
    }
}
