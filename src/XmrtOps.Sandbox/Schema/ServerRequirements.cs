using Npgsql;

namespace XmrtOps.Sandbox.Schema;

/// <summary>What a server must be before the XMRT database can be made on it.</summary>
internal static class ServerRequirements
{
    private const int OldestVersion = 13;

    public static async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (connection.PostgreSqlVersion.Major < OldestVersion)
            throw new InvalidOperationException(
                $"The sandbox needs PostgreSQL {OldestVersion} or later; this server is {connection.PostgreSqlVersion}.");
        using var command = new NpgsqlCommand(
            """
            SELECT current_setting('shared_preload_libraries') LIKE '%pg_stat_statements%',
                   to_regclass('public.webhook_logs') IS NULL,
                   current_setting('is_superuser') = 'on'
            """,
            connection);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellation).ConfigureAwait(false);
            Require(reader.GetBoolean(0), "The server does not preload pg_stat_statements. Set shared_preload_libraries = "
                + "'pg_stat_statements' in its postgresql.conf and start it again.");
            Require(reader.GetBoolean(1), "The database already has a table public.webhook_logs. Name an empty database.");
            Require(reader.GetBoolean(2), "The role is no superuser. Connect as the one that initdb made.");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
