using Npgsql;
using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Logs;

/// <summary>Makes the database that the platform's logs are in.</summary>
internal static class LogDatabase
{
    /// <summary>Its name, which is the one that a self-hosted Supabase has for it.</summary>
    public const string Name = "_supabase";

    /// <summary>The schema of the sandbox's own logs.</summary>
    public const string Schema = "_analytics";

    // Collation C: the engine that is played compares bytes.
    private const string Create = $"""
        CREATE DATABASE {Name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' CONNECTION LIMIT 20
        """;

    /// <summary>Makes it, with a week of rows that end at an instant.</summary>
    /// <param name="connection">How an administrator logs in.</param>
    /// <param name="context">What the rows are made from: the same as those of the project's database.</param>
    /// <param name="cancellation">Ends the making.</param>
    public static async Task CreateAsync(
        NpgsqlConnectionStringBuilder connection, SeedContext context, CancellationToken cancellation)
    {
        await RunAsync(connection, "template1", [Create, $"REVOKE ALL ON DATABASE {Name} FROM PUBLIC"], cancellation)
            .ConfigureAwait(false);
        var source = AdminSession.CreateSource(For(connection, Name));
        await using var _ = source.ConfigureAwait(false);
        var session = await AdminSession.OpenAsync(source, cancellation).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await AdminSession.ExecuteAsync(session, SchemaOf(Schema), cancellation).ConfigureAwait(false);
            await TableLoader.LoadAsync(session, context, LogSeeds.All(context), frozen: false, cancellation)
                .ConfigureAwait(false);
            await AdminSession.ExecuteAsync(session, $"ANALYZE {Schema}.logs", cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The statements that make an empty log in a schema.</summary>
    public static string SchemaOf(string schema)
    {
        using var stream = typeof(LogDatabase).Assembly.GetManifestResourceStream("Logs/LogSchema.sql")!;
        using var reader = new StreamReader(stream);
        return "SET pg_stat_statements.track = 'none'; " + reader.ReadToEnd().Replace("{schema}", schema, StringComparison.Ordinal);
    }

    public static NpgsqlConnectionStringBuilder For(NpgsqlConnectionStringBuilder connection, string database) =>
        new(connection.ConnectionString) { Database = database };

    private static async Task RunAsync(
        NpgsqlConnectionStringBuilder connection, string database, string[] statements, CancellationToken cancellation)
    {
        var source = AdminSession.CreateSource(For(connection, database));
        await using var _ = source.ConfigureAwait(false);
        var session = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            foreach (var statement in statements.Prepend("SET pg_stat_statements.track = 'none'"))
                await AdminSession.ExecuteAsync(session, statement, cancellation).ConfigureAwait(false);
        }
    }
}
