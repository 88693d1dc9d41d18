using System.Diagnostics;

namespace XmrtOps.Benchmarks;

/// <summary>Two things that do the same, timed in turn, so that a machine that is busy is busy for both.</summary>
internal abstract class Benchmark : IAsyncDisposable
{
    /// <summary>Short name, as an argument of the program.</summary>
    public abstract string Name { get; }

    /// <summary>What is compared with what.</summary>
    protected abstract string Description { get; }

    /// <summary>Times that both run, after one that does not count.</summary>
    protected virtual int Rounds => 15;

    public virtual async Task<Measurement> RunAsync()
    {
        await PrepareAsync();
        await OursAsync();
        await TheirsAsync();
        List<double> ours = [];
        List<double> theirs = [];
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add(await TimeAsync(OursAsync));
            theirs.Add(await TimeAsync(TheirsAsync));
        }

        return Judge(new Measurement(Name, Description, Median(ours), Median(theirs), Median([.. ours.Zip(theirs, (a, b) => a / b)])));
    }

    /// <summary>Takes away what the preparation made.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected virtual Task PrepareAsync() => Task.CompletedTask;

    protected abstract Task OursAsync();

    protected abstract Task TheirsAsync();

    /// <summary>Says what the limit is, and whether it is met.</summary>
    protected abstract Measurement Judge(Measurement measured);

    protected static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        long started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
