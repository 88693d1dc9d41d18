using System.Collections.Concurrent;
using Npgsql;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>A few connections that take pieces of work side by side.</summary>
internal sealed class ConnectionCrew : IAsyncDisposable
{
    // The server needs a core of its own for each of them.
    private const int MaximumConnections = 3;
    private readonly List<NpgsqlConnection> connections = [];

    private ConnectionCrew()
    {
    }

    /// <summary>The connection for work that has to be done in order.</summary>
    public NpgsqlConnection Lead => connections[0];

    public static async Task<ConnectionCrew> OpenAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var crew = new ConnectionCrew();
        try
        {
            var size = Math.Clamp(Environment.ProcessorCount, 1, MaximumConnections);
            for (var i = 0; i < size; i++)
                crew.connections.Add(
                    await AdminSession.OpenAsync(source, cancellation).ConfigureAwait(false));
            return crew;
        }
        catch
        {
            await crew.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Does the pieces in their order over all connections; the first fault stops the others.</summary>
    public async Task RunAsync<T>(
        IEnumerable<T> pieces, Func<NpgsqlConnection, T, CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queue = new ConcurrentQueue<T>(pieces);
        var faults = new ConcurrentQueue<Exception>();
        await Task.WhenAll(connections.Select(connection => Task.Run(
            async () =>
            {
                try
                {
                    while (!stop.IsCancellationRequested && queue.TryDequeue(out var piece))
                        await work(connection, piece, stop.Token).ConfigureAwait(false);
                }
                catch (Exception fault)
                {
                    // The first one is the cause; what the others meet is their being stopped.
                    faults.Enqueue(fault);
                    await stop.CancelAsync().ConfigureAwait(false);
                }
            },
            CancellationToken.None))).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (faults.TryDequeue(out var cause))
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
            await connection.DisposeAsync().ConfigureAwait(false);
    }
}
