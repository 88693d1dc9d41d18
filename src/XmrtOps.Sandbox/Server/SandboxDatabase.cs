using System.Diagnostics;
using Npgsql;

namespace XmrtOps.Sandbox.Server;

/// <summary>The database of a sandbox, as this assembly itself connects to it.</summary>
internal sealed class SandboxDatabase(int port, SandboxCredentials credentials, SandboxOptions options)
{
    public const string Name = "postgres";

    private const int ProbeSeconds = 5;

    /// <summary>Opens a connection as an application would and asks for an answer; returns how long that took.</summary>
    public async Task<TimeSpan> ProbeAsync(CancellationToken cancellation)
    {
        // Unpooled: a pooled connection answers although the server takes no new ones.
        var text = options.Seeded
            ? ConnectionString(SandboxCredentials.User, credentials.UserPassword)
            : ConnectionString(PostgresServer.Administrator, credentials.AdministratorPassword);
        var clock = Stopwatch.StartNew();
        var connection = new NpgsqlConnection(text);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            var command = new NpgsqlCommand("SELECT 1", connection);
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
            }
        }

        return clock.Elapsed;
    }

    private string ConnectionString(string user, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = Name,
        Username = user,
        Password = password,
        Pooling = false,
        Timeout = ProbeSeconds,
        CommandTimeout = ProbeSeconds,
        ApplicationName = "xmrt-frontend",
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;
}
