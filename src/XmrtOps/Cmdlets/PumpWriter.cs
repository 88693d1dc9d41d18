using System.Management.Automation;
using System.Threading.Channels;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Cmdlets;

/// <summary>The producers' end of the pump. Batches wait for room; notices never do, so that they cannot deadlock.</summary>
#pragma warning disable CA1001 // See _room.
internal sealed class PumpWriter(string command) : INotices
#pragma warning restore CA1001
{
    private const int BatchesUnderWay = 8;
    private const int RoomAtOnce = 4;

    private readonly Channel<PumpMessage> _channel = Channel.CreateUnbounded<PumpMessage>(
        new UnboundedChannelOptions { SingleReader = true });

    // Not disposed: producers may still release it when the pipeline has gone, and it holds no handle.
    private readonly SemaphoreSlim _room = new(BatchesUnderWay);

    private int _taken;

    public string Command => command;

    public ChannelReader<PumpMessage> Reader => _channel.Reader;

    public void Warn(string message) => Send(new PumpMessage.Warning(message));

    public void Verbose(string message) => Send(new PumpMessage.VerboseText(message));

    public void Inform(string message) => Send(new PumpMessage.Information(message));

    public void Total(long count) => Send(new PumpMessage.TotalCount(count));

    public void Progress(ProgressNotice progress) => Send(new PumpMessage.Progress(progress));

    public void Fault(Exception exception, object? target) => Send(new PumpMessage.Fault(exception, target));

    public void Complete() => _channel.Writer.TryComplete();

    /// <summary>Forwards records in batches, and at once when the source has to be waited for.</summary>
    public async Task ForwardAsync<T>(IAsyncEnumerable<T> records, CancellationToken cancellation)
    {
        List<object?> batch = [];
        IAsyncEnumerator<T> source = records.GetAsyncEnumerator(cancellation);
        await using (source)
        {
            while (true)
            {
                ValueTask<bool> next = source.MoveNextAsync();
                if (batch.Count > 0 && (batch.Count >= RecordBatch.Size || !next.IsCompleted))
                {
                    // The next record is awaited in any case: a source is never left in the middle of a step.
                    List<object?> full = batch;
                    batch = [];
                    try
                    {
                        await WriteBatchAsync(full, cancellation);
                    }
                    catch
                    {
                        await next.AsTask().ContinueWith(
                            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                        throw;
                    }
                }

                bool hasNext;
                try
                {
                    hasNext = await next;
                }
                catch when (batch.Count > 0 && !cancellation.IsCancellationRequested)
                {
                    // What came before the fault came.
                    await WriteBatchAsync(batch, cancellation);
                    throw;
                }

                if (!hasNext)
                {
                    break;
                }

                if (source.Current is RecordBatch together)
                {
                    await WriteBatchAsync(together.Records, cancellation);
                }
                else
                {
                    batch.Add(source.Current);
                }
            }
        }

        if (batch.Count > 0)
        {
            await WriteBatchAsync(batch, cancellation);
        }
    }

    private async Task WriteBatchAsync(IReadOnlyList<object?> batch, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        // The engine would wrap each record, on the thread that everything else waits for.
        object?[] wrapped = [.. batch.Select(record => record is null ? null : PSObject.AsPSObject(record))];
        Send(new PumpMessage.Batch(wrapped, GiveBack));
    }

    // Called on the pipeline thread. Room is given back in portions: each time a producer that waits for it has to be
    // woken costs as much as delivering a dozen records.
    private void GiveBack()
    {
        if (++_taken == RoomAtOnce)
        {
            _taken = 0;
            _room.Release(RoomAtOnce);
        }
    }

    // After the pipeline has gone nobody reads, and nobody has to.
    private void Send(PumpMessage message) => _channel.Writer.TryWrite(message);
}
