using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention;

/// <summary>Deletes what a plan says, batch by batch, and keeps the account. Whatever ends it, whole batches are done.</summary>
internal sealed class RetentionRun
{
    // After rows that others hold were met, so many batches go around them before one waits again.
    private const int CarefulBatches = 20;

    private readonly RetentionPlan _plan;
    private readonly RetentionArchive? _archive;
    private readonly RetentionOptions _options;
    private readonly RetentionBatch _batch;
    private readonly BatchTransaction _transaction;
    private readonly BatchSize _size;
    private readonly RetentionPace _pace;
    private readonly RetentionTally _tally;

    private int _careful;
    private int _lockFailures;

    public RetentionRun(
        XmrtConnection connection,
        RetentionPlan plan,
        RetentionArchive? archive,
        RetentionOptions options,
        long? expected,
        INotices notices)
    {
        _plan = plan;
        _archive = archive;
        _options = options;
        _batch = new RetentionBatch(plan, archive);
        _transaction = new BatchTransaction(connection, _batch, options, notices);
        _size = new BatchSize(
            plan.References.Count == 0 ? RetentionThresholds.FirstBatch
                : plan.References.All(edge => edge.IsIndexed || edge.Constraint is null) ? RetentionThresholds.FirstCascadingBatch
                : RetentionThresholds.FirstScanningBatch,
            options.BatchTarget);
        _tally = new RetentionTally(plan);
        _pace = new RetentionPace(connection, plan, options, _tally, expected, notices);
    }

    /// <returns>The account; what failed is in it, so that it is exact also then.</returns>
    public async Task<RetentionTally> RunAsync(CancellationToken cancellation)
    {
        try
        {
            _tally.StoppedBecause = await PartitionsAsync(cancellation) ?? await LeavesAsync(_plan.Leaves, cancellation)
                ?? StopReason.Completed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _tally.StoppedBecause = StopReason.Cancelled;
        }
        catch (XmrtException fault)
        {
            _tally.StoppedBecause = StopReason.Failed;
            _tally.Fault = fault;
        }

        _pace.End();
        return _tally;
    }

    private async Task<StopReason?> PartitionsAsync(CancellationToken cancellation)
    {
        foreach (RetentionPartition partition in _plan.Partitions)
        {
            _transaction.Partition = partition;
            StopReason? stop = _options.MaximumRows is null && await DropAsync(partition, cancellation)
                ? await _pace.BetweenAsync(0, _transaction.Took, cancellation)
                : await LeavesAsync(partition.Leaves, cancellation);
            if (stop is not null)
            {
                return stop;
            }
        }

        _transaction.Partition = null;
        return null;
    }

    private async Task<bool> DropAsync(RetentionPartition partition, CancellationToken cancellation)
    {
        long? rows;
        try
        {
            rows = await _transaction.DropAsync(_plan, partition, _archive, cancellation);
        }
        catch (XmrtException fault) when (fault.ErrorId is "LockTimedOut" or "DatabaseError" or "StatementTimedOut" or "Deadlock")
        {
            // In use, or something depends on it: its rows can go all the same.
            _pace.Say($"{partition.Table} is emptied row by row: {fault.Message}");
            return false;
        }

        if (rows is { } count)
        {
            _tally.Drop(partition.Table.ToString(), count, _transaction.Took);
        }

        return rows is not null;
    }

    private async Task<StopReason?> LeavesAsync(IReadOnlyList<RetentionLeaf> leaves, CancellationToken cancellation)
    {
        foreach (RetentionLeaf leaf in leaves)
        {
            LeafPosition? position = LeafPosition.Start;
            while (position is not null)
            {
                if (_options.MaximumRows <= _tally.Deleted)
                {
                    return StopReason.MaximumRows;
                }

                if (_pace.IsOver)
                {
                    return StopReason.MaximumDuration;
                }

                (LeafPosition? next, StopReason? stop) = await StepAsync(leaf, position, cancellation);
                position = next;
                if (stop is not null)
                {
                    return stop;
                }
            }
        }

        return null;
    }

    /// <summary>One batch, or an attempt at one: then the position stays.</summary>
    private async Task<(LeafPosition? Position, StopReason? Stop)> StepAsync(
        RetentionLeaf leaf, LeafPosition position, CancellationToken cancellation)
    {
        int size = (int)Math.Min(_size.Current, (_options.MaximumRows ?? long.MaxValue) - _tally.Deleted);
        bool isSweep = _batch.CanSweep && _careful == 0 && leaf.Strategy == RetentionStrategy.PageRanges
            && _options.MaximumRows is null;
        try
        {
            BatchOutcome done = await _transaction.RunAsync(
                isSweep ? RetentionThresholds.ShortLockWait : RetentionThresholds.LockWait,
                (scope, token) => isSweep
                    ? _batch.SweepAsync(scope, leaf, position, size, token)
                    : _batch.TakeAsync(scope, leaf, position, size, token),
                cancellation);
            _tally.Add(done, _transaction.Took);
            _lockFailures = 0;
            _careful = Math.Max(0, _careful - 1);
            _size.Took(_transaction.Took, done.Deleted);
            if (done.Waiters > 0)
            {
                _size.Halve();
            }

            return (done.Next, done.Next is null ? null : await _pace.BetweenAsync(done.Waiters, _transaction.Took, cancellation));
        }
        catch (XmrtException fault) when (fault.ErrorId is "LockTimedOut" or "Deadlock")
        {
            return (position, await AfterLockFailureAsync(isSweep, cancellation));
        }
        catch (XmrtException fault) when (fault.ErrorId == "StatementTimedOut" && size > 1)
        {
            _size.Halve();
            _size.Halve();
            return (position, await _pace.BetweenAsync(0, _transaction.Took, cancellation));
        }
        catch (XmrtException fault) when (fault.ErrorId == "OutcomeUnknown")
        {
            await SettleAsync();
            throw;
        }
    }

    private async Task<StopReason?> AfterLockFailureAsync(bool isSweep, CancellationToken cancellation)
    {
        if (isSweep)
        {
            _careful = CarefulBatches;
            return null;
        }

        _size.Halve();
        return ++_lockFailures == RetentionThresholds.LockFailures
            ? StopReason.LocksHeld
            : await _pace.BetweenAsync(waiters: 1, RetentionThresholds.LockWait, cancellation);
    }

    /// <summary>The server went away while it was to commit: what it did is asked for, so that the account is right.</summary>
    private async Task SettleAsync()
    {
        switch (await _transaction.WasCommittedAsync(CancellationToken.None))
        {
            case true:
                _tally.Add(_batch.Finished, _transaction.Took);
                break;
            case null:
                _tally.Uncertain = _batch.Finished.Deleted;
                break;
            default:
                break;
        }
    }
}
