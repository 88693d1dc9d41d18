using System.Data.Common;
using System.Diagnostics;

namespace XmrtOps.Benchmarks;

/// <summary>An application that inserts one row after the other, a short pause between them, and notes how long each took.</summary>
internal sealed class InsertLoad : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource _end = new();
    private readonly List<double> _latencies = [];
    private readonly Task _running;

    private InsertLoad(DbDataSource source, string insert) => _running = Task.Run(() => RunAsync(source, insert));

    /// <summary>Inserts while the work runs.</summary>
    /// <returns>What the work took, in milliseconds, and the 99th percentile of the inserts meanwhile.</returns>
    public static async Task<(double WorkMs, double P99Ms, int Inserts)> DuringAsync(DbDataSource source, string insert, Func<Task> work)
    {
        await using InsertLoad load = new(source, insert);
        long started = Stopwatch.GetTimestamp();
        await work();
        double took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        await load.EndAsync();
        double[] sorted = [.. load._latencies.Order()];
        return (took, sorted[(int)(sorted.Length * 0.99)], sorted.Length);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
    }

    private async Task EndAsync()
    {
        await _end.CancelAsync();
        await _running;
    }

    private async Task RunAsync(DbDataSource source, string insert)
    {
        await using DbConnection connection = await source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = insert;
        command.CommandTimeout = 120;
        while (!_end.IsCancellationRequested)
        {
            long started = Stopwatch.GetTimestamp();
            await command.ExecuteNonQueryAsync();
            _latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(s_pause);
        }
    }
}
