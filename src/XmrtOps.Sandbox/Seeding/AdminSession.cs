using Npgsql;
using XmrtOps.Sandbox.Server;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>Connections for the making of the database: unpooled, without limits on time, with room to sort.</summary>
internal static class AdminSession
{
    /// <summary>The application_name of these connections.</summary>
    public const string Name = "XmrtOps sandbox";

    // Starting a parallel worker takes longer than sorting some ten thousand rows, so only large tables get them.
    // A tenth of the usual statistics is plenty for rows as regular as ours, and ANALYZE is a good part of a small
    // sandbox's time.
    private const string Settings =
        "SET synchronous_commit = off; SET maintenance_work_mem = '192MB'; SET statement_timeout = 0; "
        + "SET lock_timeout = 0; SET client_min_messages = warning; SET search_path = pg_catalog; "
        + "SET min_parallel_table_scan_size = '256MB'; SET default_statistics_target = 10";

    public static NpgsqlDataSource CreateSource(string connectionString) => CreateSource(
        new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = Name });

    /// <summary>
    /// A source whose connections ask the catalog for no types: rows go through COPY, values are plain.
    /// </summary>
    public static NpgsqlDataSource CreateSource(NpgsqlConnectionStringBuilder settings)
    {
        settings.Pooling = false;
        settings.CommandTimeout = 0;
        return ServiceSource.Create(settings);
    }

    public static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        try
        {
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
