using System.Management.Automation;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Cmdlets;

/// <summary>What every cmdlet of the module shares: stopping, the pump, and errors that name cause and remedy.</summary>
public abstract class XmrtCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    internal string CommandName => MyInvocation.MyCommand?.Name ?? GetType().Name;

    /// <summary>Cancelled by Ctrl+C.</summary>
    internal CancellationToken Stopped => _stop.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    internal void WriteTotal(long count)
    {
        if (PagingParameters is { IncludeTotalCount.IsPresent: true } paging)
        {
            WriteObject(paging.NewTotalCount((ulong)count, accuracy: 1));
        }
    }

    internal void WriteProgress(ProgressNotice notice) => WriteProgress(
        new ProgressRecord(0, CommandName, notice.Status)
        {
            PercentComplete = notice.Percent ?? -1,
            RecordType = notice.IsCompleted ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });

    /// <summary>Checks the arguments that the whole call depends on; a condition thrown here ends the call.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>Handles one input; a condition thrown here is an error record, and the next input goes on.</summary>
    private protected virtual void Process()
    {
    }

    /// <summary>Handles what had to wait for all input.</summary>
    private protected virtual void End()
    {
    }

    /// <summary>What a fault of one source means, where more can be found out about it.</summary>
    private protected virtual Task<Exception> ExplainAsync(
        Exception fault, object? source, INotices notices, CancellationToken cancellation) => Task.FromResult(fault);

    /// <summary>The full path of a file or directory as the user wrote it, which need not exist.</summary>
    /// <exception cref="Faults.XmrtException">NotAFilePath.</exception>
    private protected string FilePathOf(string path)
    {
        // A full path needs no drive of PowerShell's, which a host may have without.
        if (System.IO.Path.IsPathFullyQualified(path))
        {
            return System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        }

        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem"
            ? System.IO.Path.TrimEndingDirectorySeparator(full)
            : throw Faults.Errors.NotAFilePath(path, provider.Name);
    }

    /// <summary>The part of a list that -First and -Skip name, or the default one.</summary>
    /// <param name="all">-All was given.</param>
    private protected Page PageOf(bool all)
    {
        ulong? first = PagingParameters?.First;
        return new Page(
            (long)Math.Min(PagingParameters?.Skip ?? 0, long.MaxValue),
            first is { } count and < long.MaxValue ? (long)count : all ? null : Limits.DefaultListLength,
            IsDefault: !all && first is null or >= long.MaxValue);
    }

    /// <summary>Runs work to its end, writing what it says meanwhile.</summary>
    private protected T Await<T>(Func<INotices, CancellationToken, Task<T>> work) =>
        Pump.Run(this, (writer, cancellation) => work(writer, cancellation), Stopped);

    /// <summary>Runs sources side by side and writes their records; what fails in one is one error record.</summary>
    private protected void WriteAll<TSource, T>(
        IReadOnlyList<TSource> sources, Func<TSource, INotices, CancellationToken, IAsyncEnumerable<T>> read) =>
        Pump.Run(
            this,
            async (writer, cancellation) =>
            {
                await Task.WhenAll(sources.Select(async source =>
                {
                    try
                    {
                        await writer.ForwardAsync(read(source, writer, cancellation), cancellation);
                    }
                    catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                    {
                    }
#pragma warning disable CA1031 // Whatever it is: it concerns this source, and the others go on.
                    catch (Exception exception)
                    {
                        writer.Fault(await ExplainAsync(exception, source, writer, cancellation), source);
                    }
#pragma warning restore CA1031
                }));
                return true;
            },
            Stopped);

    /// <inheritdoc />
    protected sealed override void BeginProcessing()
    {
        try
        {
            Begin();
        }
        catch (Exception exception) when (!IsOfEngine(exception))
        {
            ThrowTerminatingError(ErrorRecords.From(exception));
        }
    }

    /// <inheritdoc />
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc />
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc />
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call had just ended by itself.
        }
    }

    /// <summary>Frees what the call opened.</summary>
    /// <param name="disposing">As everywhere.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <summary>The engine steers pipelines by exceptions (stop, break, Select-Object -First); they are not ours.</summary>
    private static bool IsOfEngine(Exception exception) => exception.GetType().Assembly == typeof(PSCmdlet).Assembly;

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Ctrl+C: the engine says so itself.
        }
        catch (Exception exception) when (!IsOfEngine(exception))
        {
            WriteError(ErrorRecords.From(exception));
        }
    }
}
