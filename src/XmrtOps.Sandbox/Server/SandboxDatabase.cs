using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Schema;
using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Server;

/// <summary>The database of a sandbox, as this assembly itself connects to it.</summary>
internal sealed class SandboxDatabase(int port, SandboxCredentials credentials, SandboxOptions options)
{
    public const string Name = "postgres";

    private const int ProbeSeconds = 5;
    private const int LogConnections = 4;

    /// <summary>Whether there are an application's tables, and a platform's logs.</summary>
    public bool IsSeeded => options.Seeded;

    /// <summary>
    /// How the platform's services connect: as the role postgres, or as the superuser of a database without roles.
    /// </summary>
    public string ServiceConnectionString => ConnectionStringOf("supabase/api");

    /// <summary>How the platform's REST service connects; null where there are no roles.</summary>
    public string? RestConnectionString => options.Seeded
        ? ConnectionString(SandboxCredentials.Authenticator, credentials.AuthenticatorPassword, "PostgREST")
        : null;

    /// <summary>Makes the XMRT schema and its rows, the last of them as of now.</summary>
    /// <exception cref="SandboxException">It could not be made.</exception>
    public async Task FillAsync(
        DateTimeOffset now, IProgress<(string Step, int Percent)>? progress, CancellationToken cancellation)
    {
        var making = new XmrtDatabaseOptions
        {
            AdminConnectionString =
                ConnectionString(PostgresServer.Administrator, credentials.AdministratorPassword, "xmrt-sandbox"),
            Scale = options.Scale,
            Seed = options.Seed,
            Now = now,
            PostgresPassword = credentials.UserPassword,
            AuthenticatorPassword = credentials.AuthenticatorPassword,
            AppReaderPassword = credentials.ReaderPassword,
        };
        try
        {
            var logs = LogDatabase.CreateAsync(
                new NpgsqlConnectionStringBuilder(making.AdminConnectionString),
                new SeedContext(options.Seed, options.Scale, now),
                cancellation);
            await Task.WhenAll(XmrtDatabase.CreateAsync(making, progress, cancellation), logs).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException or IOException)
        {
            throw new SandboxException(
                "SandboxSeedingFailed",
                $"The server was started, but the XMRT schema or its rows could not be made: {error.Message}",
                "Check the free space of the temporary folder, or try a smaller -Scale.",
                error);
        }
    }

    /// <summary>The platform's logs in a schema of their database; the caller disposes of it.</summary>
    public PlatformLog OpenLog(string schema)
    {
        var settings = new NpgsqlConnectionStringBuilder(
            ConnectionString(PostgresServer.Administrator, credentials.AdministratorPassword, "xmrt-platform-logs"))
        {
            Database = LogDatabase.Name,
            Pooling = true,
            MaxPoolSize = LogConnections,
        };
        return new PlatformLog(NpgsqlDataSource.Create(settings), schema);
    }

    /// <summary>Opens a connection as an application would and asks for an answer; returns how long that took.</summary>
    public async Task<TimeSpan> ProbeAsync(CancellationToken cancellation)
    {
        var source = ServiceSource.Create(new NpgsqlConnectionStringBuilder(ConnectionStringOf("xmrt-frontend"))
        {
            Timeout = ProbeSeconds,
            CommandTimeout = ProbeSeconds,
        });
        await using var _ = source.ConfigureAwait(false);
        var clock = Stopwatch.StartNew();
        var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = new NpgsqlCommand("SELECT 1", connection);
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
            }
        }

        return clock.Elapsed;
    }

    private string ConnectionStringOf(string application)
    {
        var (user, password) = options.Seeded
            ? (SandboxCredentials.User, credentials.UserPassword)
            : (PostgresServer.Administrator, credentials.AdministratorPassword);
        return ConnectionString(user, password, application);
    }

    // Unpooled: a pooled connection answers although the server takes no new ones, and outlives what it was for.
    private string ConnectionString(string user, string password, string application) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Database = Name,
            Username = user,
            Password = password,
            Pooling = false,
            ApplicationName = application,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
}
