using Npgsql;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>Connections for the making of the database: unpooled, without limits on time, with room to sort.</summary>
internal static class AdminConnection
{
    private const string Settings =
        "SET synchronous_commit = off; SET maintenance_work_mem = '192MB'; SET statement_timeout = 0; "
        + "SET lock_timeout = 0; SET client_min_messages = warning; SET search_path = pg_catalog";

    public static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CommandTimeout = 0,
            ApplicationName = "XmrtOps sandbox",
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            await ExecuteAsync(connection, Settings, cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
