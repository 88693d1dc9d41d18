using System.Data.Common;
using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Retention;

/// <summary>Runs batches each in a transaction of its own, and finds out what became of one whose commit was not answered.</summary>
internal sealed class BatchTransaction(XmrtConnection connection, RetentionBatch batch, RetentionOptions options, INotices notices)
{
    private const int TimeoutFactor = 5;

    private const string InvalidParameterValue = "22023";

    // Once Ctrl+C was typed: the batch under way may end, which saves its work; longer it must not take.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    // A server that restarts takes connections again within that, as a rule.
    private static readonly TimeSpan s_inquiry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_inquiryPause = TimeSpan.FromMilliseconds(250);

    /// <summary>No statement of a batch runs longer: it is rolled back then, and tried with fewer rows.</summary>
    private readonly TimeSpan _statement =
        TimeSpan.FromMilliseconds(Math.Max(1000, TimeoutFactor * options.BatchTarget.TotalMilliseconds));

    /// <summary>The partition that is removed, or that the batches empty: another run may drop it meanwhile.</summary>
    public RetentionPartition? Partition { get; set; }

    /// <summary>Time of the last batch, from its begin to its end.</summary>
    public TimeSpan Took { get; private set; }

    /// <returns>What it did; nothing where it was for a partition that another run has dropped.</returns>
    /// <exception cref="XmrtException">Any condition of running SQL: nothing was changed then, unless it is OutcomeUnknown.</exception>
    public async Task<BatchOutcome> RunAsync(
        TimeSpan lockWait, Func<DatabaseTransaction, CancellationToken, Task<BatchOutcome>> work, CancellationToken cancellation)
    {
        try
        {
            return await RunAsync(new Limits(_statement, lockWait), work, cancellation);
        }
        catch (XmrtException missing) when (missing.ErrorId == "RelationMissing" && Partition is not null)
        {
            if (await IsGoneAsync(Partition, cancellation))
            {
                return new BatchOutcome();
            }

            throw;
        }
    }

    /// <summary>Removes a partition; its rows are counted before, which may take its time.</summary>
    /// <returns>The rows that went; null: it has to be gone through row by row.</returns>
    /// <exception cref="XmrtException">As <see cref="RunAsync(TimeSpan, Func{DatabaseTransaction, CancellationToken, Task{BatchOutcome}}, CancellationToken)"/>.</exception>
    public async Task<long?> DropAsync(
        RetentionPlan plan, RetentionPartition partition, RetentionArchive? archive, CancellationToken cancellation)
    {
        try
        {
            return await RunAsync(
                Limits.Write with { Lock = RetentionThresholds.LockWait },
                (transaction, token) => PartitionRemoval.RunAsync(transaction, plan, partition, archive, token),
                cancellation);
        }
        catch (XmrtException missing) when (missing.ErrorId == "RelationMissing")
        {
            if (await IsGoneAsync(partition, cancellation))
            {
                return null;
            }

            throw;
        }
    }

    /// <summary>Another run has dropped it: then its rows are that one's to count.</summary>
    private Task<bool> IsGoneAsync(RetentionPartition partition, CancellationToken cancellation) => connection.Database.ReadAsync(
        Limits.Read,
        notices,
        transaction => transaction.SingleAsync(
            Sql.Of("Retention/PartitionIsGone.sql"), [partition.Table.ToSql(), partition.Parent.ToSql()], row => row.GetBoolean(0), cancellation),
        cancellation);

    /// <summary>Asks what became of the last batch.</summary>
    /// <returns>Whether it was committed; null: it cannot be told.</returns>
    public async Task<bool?> WasCommittedAsync(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        while (batch.Transaction is { } transaction && Stopwatch.GetElapsedTime(started) < s_inquiry)
        {
            try
            {
                string? fate = await connection.Database.ReadAsync(
                    Limits.Read,
                    notices,
                    scope => scope.SingleAsync(
                        BatchStatements.Fate, [transaction], row => row.IsDBNull(0) ? null : row.GetString(0), cancellation),
                    cancellation);
                if (fate is "committed" or "aborted")
                {
                    return fate == "committed";
                }
            }
            catch (XmrtException fault) when (fault.InnerException is DbException { SqlState: InvalidParameterValue })
            {
                // It lies in the server's future: it crashed before anything of the transaction was on its disk.
                return false;
            }
            catch (XmrtException)
            {
                // Not back yet.
            }

            await Task.Delay(s_inquiryPause, cancellation);
        }

        return null;
    }

    private async Task<T> RunAsync<T>(
        Limits limits, Func<DatabaseTransaction, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        batch.Begin();
        long started = Stopwatch.GetTimestamp();
        using CancellationTokenSource late = new();
        await using (cancellation.Register(() => late.CancelAfter(s_grace)))
        {
            try
            {
                return await connection.Database.WriteAsync(
                    limits, notices, transaction => work(transaction, late.Token), late.Token);
            }
            finally
            {
                Took = Stopwatch.GetElapsedTime(started);
            }
        }
    }
}
