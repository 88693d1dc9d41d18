using System.Data.Common;
using Npgsql;

namespace XmrtOps.Adapters;

/// <summary>Makes data sources of PostgreSQL, set up so that they work through poolers and leak nothing.</summary>
public static class Postgres
{
    /// <summary>Makes a data source; nothing is connected yet.</summary>
    /// <param name="settings">Where to, as whom, how protected.</param>
    /// <param name="applicationName">Shown in pg_stat_activity; the same for all connections of a pool.</param>
    /// <param name="tlsStarted">Called for each connection that negotiates TLS, on any thread.</param>
    /// <returns>A data source that the caller disposes.</returns>
    /// <exception cref="ArgumentException">A setting is not understood.</exception>
    public static DbDataSource CreateDataSource(
        PostgresSettings settings, string applicationName, Action? tlsStarted = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        NpgsqlConnectionStringBuilder connection = new()
        {
            Host = settings.Host,
            Port = settings.Port,
            Database = settings.Database,
            Username = settings.UserName,
            Password = settings.Password,
            SslMode = Enum.Parse<SslMode>(settings.Tls.ToString()),
            RootCertificate = settings.RootCertificate,
            SslCertificate = settings.ClientCertificate,
            SslKey = settings.ClientKey,
            Options = settings.Options,
            Timeout = settings.ConnectTimeoutSeconds,
            ApplicationName = applicationName,
            Pooling = settings.KeepOpen,
            MinPoolSize = settings.KeepOpen ? 1 : 0,
            MaxPoolSize = settings.KeepOpen ? 2 : 100,
            // Every setting of ours is local to its transaction, so there is nothing to reset; behind a pooler the reset
            // would hit the server connection of somebody else.
            NoResetOnClose = true,
            // Prepared statements do not survive a transaction pooler.
            MaxAutoPrepare = 0,
            Enlist = false,
            // The default costs seconds on machines without Kerberos, and 10.0 before 10.0.3 breaks behind Supavisor.
            GssEncryptionMode = GssEncryptionMode.Disable,
            CancellationTimeout = 2000,
            KeepAlive = 30,
            IncludeErrorDetail = false,
            LogParameters = false,
            PersistSecurityInfo = false,
        };
        if (settings.ChannelBinding is { } binding)
        {
            connection.ChannelBinding = Enum.Parse<ChannelBinding>(binding, ignoreCase: true);
        }

        if (settings.RequireAuth is { } methods)
        {
            connection.RequireAuth = methods;
        }

        NpgsqlDataSourceBuilder builder = new(connection.ConnectionString);
        // Built-in types are all we ask for; loading the catalogue of types costs each first connection 30 ms.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        if (settings.Password is null)
        {
            // Passwords are resolved before this point; the driver must not find another one by itself.
            const string missing = "The server asks for a password, and none was given.";
            builder.UsePasswordProvider(
                _ => throw new NpgsqlException(missing), (_, _) => throw new NpgsqlException(missing));
        }

        if (tlsStarted is not null)
        {
            builder.UseSslClientAuthenticationOptionsCallback(_ => tlsStarted());
        }

        return builder.Build();
    }

    /// <summary>The process id that the server announced when the connection was made; a pooler announces its own.</summary>
    /// <param name="connection">An open connection of a data source of ours.</param>
    public static int AnnouncedProcessId(DbConnection connection) => ((NpgsqlConnection)connection).ProcessID;

    /// <summary>Writes what COPY … TO STDOUT sends to a stream, byte by byte: nothing is decoded on the way.</summary>
    /// <param name="connection">An open connection of a data source of ours.</param>
    /// <param name="copy">The COPY statement, in text or CSV format.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="silence">Longest time that the server may send nothing.</param>
    /// <param name="cancellation">Cancels the statement on the server.</param>
    /// <exception cref="DbException">The server's refusal, or its end; the destination holds a part then.</exception>
    public static async Task CopyOutAsync(
        DbConnection connection, string copy, Stream destination, TimeSpan silence, CancellationToken cancellation)
    {
        TextReader reader = await ((NpgsqlConnection)connection).BeginTextExportAsync(copy, cancellation);
        NpgsqlRawCopyStream rows = (NpgsqlRawCopyStream)((StreamReader)reader).BaseStream;
        rows.ReadTimeout = (int)silence.TotalMilliseconds;
        bool isComplete = false;
        try
        {
            await rows.CopyToAsync(destination, cancellation);
            isComplete = true;
        }
        finally
        {
            await EndAsync(rows, isComplete);
        }
    }

    private static async Task EndAsync(NpgsqlRawCopyStream rows, bool isComplete)
    {
        try
        {
            if (!isComplete)
            {
                // Disposing alone would read the rest of the rows to its end.
                await rows.CancelAsync();
            }

            await rows.DisposeAsync();
        }
        catch (Exception exception) when (!isComplete && exception is DbException or OperationCanceledException or IOException)
        {
            // The cancellation that was asked for, or a connection that is gone: the cause is on its way already.
        }
    }
}
