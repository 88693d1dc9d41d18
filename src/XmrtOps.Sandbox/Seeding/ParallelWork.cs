using System.Collections.Concurrent;
using Npgsql;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>Runs pieces of work in their order over a few connections; the first fault stops them all.</summary>
internal static class ParallelWork
{
    // The server needs a core of its own for each of them.
    private const int MaximumConnections = 3;

    public static async Task RunAsync<T>(
        string connectionString,
        IEnumerable<T> pieces,
        Func<NpgsqlConnection, T, CancellationToken, Task> work,
        CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queue = new ConcurrentQueue<T>(pieces);
        var connections = Math.Clamp(Environment.ProcessorCount, 1, MaximumConnections);
        var workers = Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                try
                {
                    var connection = await AdminConnection.OpenAsync(connectionString, stop.Token).ConfigureAwait(false);
                    await using (connection.ConfigureAwait(false))
                    {
                        while (queue.TryDequeue(out var piece))
                            await work(connection, piece, stop.Token).ConfigureAwait(false);
                    }
                }
                catch
                {
                    await stop.CancelAsync().ConfigureAwait(false);
                    throw;
                }
            },
            stop.Token)).ToArray();
        await RethrowCauseAsync(workers).ConfigureAwait(false);
    }

    // The worker that failed says why; the others only say that they were cancelled.
    private static async Task RethrowCauseAsync(Task[] workers)
    {
        await Task.WhenAll(workers).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
            .ConfigureAwait(false);
        await (workers.FirstOrDefault(worker => worker.IsFaulted)
            ?? workers.FirstOrDefault(worker => worker.IsCanceled)
            ?? Task.CompletedTask).ConfigureAwait(false);
    }
}
