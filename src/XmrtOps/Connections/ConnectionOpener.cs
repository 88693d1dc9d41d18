using System.Data.Common;
using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Data;
using XmrtOps.Database.Activity;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Connections;

/// <summary>Opens connections and finds out what they lead to.</summary>
internal static class ConnectionOpener
{
    /// <summary>As the other one; a server that is full is asked, over what is open already, who fills it.</summary>
    /// <exception cref="XmrtException">The conditions of connecting, each within the connect timeout.</exception>
    public static async Task<XmrtConnection> OpenAsync(
        ConnectionRequest request, IReadOnlyList<XmrtConnection> open, INotices notices, CancellationToken cancellation)
    {
        try
        {
            return await OpenAsync(request, notices, cancellation);
        }
        catch (XmrtException fault) when (fault.ErrorId == "TooManyConnections")
        {
            throw await ConnectionHolders.ExplainAsync(
                fault, request.Database?.Host, request.Database?.Port, open, notices, cancellation);
        }
    }

    /// <exception cref="XmrtException">The conditions of connecting, each within the connect timeout.</exception>
    public static async Task<XmrtConnection> OpenAsync(
        ConnectionRequest request, INotices notices, CancellationToken cancellation)
    {
        DatabaseProbe? probe = null;
        DatabaseClient? client = null;
        if (request.Database is { } target)
        {
            notices.Verbose($"Connecting to {target} as {target.UserName}, TLS {target.Tls}");
            (client, probe) = await OpenDatabaseAsync(target, request.Password, cancellation);
        }

        return new XmrtConnection(request.Name, client)
        {
            Profile = request.Profile,
            IsProduction = request.IsProduction ?? !request.IsOnThisMachine,
            HostName = request.Database?.Host,
            Port = request.Database?.Port,
            DatabaseName = probe?.Database,
            Role = probe?.Role,
            IsSuperuser = probe?.IsSuperuser,
            BypassesRowSecurity = probe?.BypassesRowSecurity,
            ServerVersion = probe?.ServerVersion,
            ServerVersionNumber = probe?.ServerVersionNumber,
            IsInRecovery = probe?.IsInRecovery,
            Pooling = probe?.Pooling,
            PoolingEvidence = probe?.PoolingEvidence,
            Tls = probe?.Tls,
            Login = request.Database is { } at ? new DatabaseLogin(at, request.Password?.Conceal()) : null,
            ProjectRef = request.ProjectRef,
            FrontendUrl = request.FrontendUrl,
            VercelProject = request.VercelProject,
            VercelTeam = request.VercelTeam,
            VercelApiUrl = request.VercelApiUrl,
            SupabaseApiUrl = request.SupabaseApiUrl,
            SupabaseUrl = request.SupabaseUrl,
            VercelToken = request.VercelToken,
            SupabaseToken = request.SupabaseToken,
            ServiceKey = request.ServiceKey,
            AnonKey = request.AnonKey,
            ConnectedAt = DateTimeOffset.Now,
        };
    }

    private static async Task<(DatabaseClient Client, DatabaseProbe Probe)> OpenDatabaseAsync(
        DatabaseTarget target, string? password, CancellationToken cancellation)
    {
        // libpq's limit is for the whole attempt, name look-up and TLS included; the driver's is for each part.
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(target.ConnectTimeoutSeconds));
        bool isTlsInUse = false;
        DbDataSource source = CreateSource(target, password, keepOpen: true, () => isTlsInUse = true);
        try
        {
            DatabaseProbe probe = await DatabaseProbe.RunAsync(source, () => isTlsInUse, target, deadline.Token);
            if (probe.Pooling != PoolingMode.Direct)
            {
                // A connection kept open here would hold a client slot of the pooler for nothing.
                await source.DisposeAsync();
                source = CreateSource(target, password, keepOpen: false, tlsStarted: null);
            }

            DbDataSource? sessions = probe.Pooling == PoolingMode.Direct
                ? CreateSource(target, password, keepOpen: false, tlsStarted: null)
                : null;
            return (new DatabaseClient(source, target.ToString(), sessions), probe);
        }
        catch (Exception exception)
        {
            await source.DisposeAsync();
            if (cancellation.IsCancellationRequested)
            {
                throw;
            }

            throw exception is OperationCanceledException
                ? Errors.ConnectTimedOut(target.ToString(), target.ConnectTimeoutSeconds, exception)
                : ConnectFaults.Translate(exception, target, password is not null);
        }
    }

    private static DbDataSource CreateSource(
        DatabaseTarget target, string? password, bool keepOpen, Action? tlsStarted)
    {
        try
        {
            return Postgres.CreateDataSource(
                new PostgresSettings
                {
                    Host = target.Host,
                    Port = target.Port,
                    Database = target.Database,
                    UserName = target.UserName,
                    Password = password,
                    Tls = target.Tls,
                    RootCertificate = target.RootCertificate,
                    ClientCertificate = target.ClientCertificate,
                    ClientKey = target.ClientKey,
                    ChannelBinding = target.ChannelBinding,
                    RequireAuth = target.RequireAuth,
                    Options = target.Options,
                    ConnectTimeoutSeconds = target.ConnectTimeoutSeconds,
                    KeepOpen = keepOpen,
                },
                ApplicationName.Module,
                tlsStarted);
        }
        catch (ArgumentException exception)
        {
            throw Errors.InvalidTarget(
                string.Create(CultureInfo.InvariantCulture, $"The parameters do not go together: {exception.Message}"),
                target.ToString());
        }
    }
}
