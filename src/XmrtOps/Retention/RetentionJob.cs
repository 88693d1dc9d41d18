using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Retention;

/// <summary>A deletion that was agreed to: the archive first, where one is wanted, and then the batches.</summary>
internal sealed class RetentionJob(
    XmrtConnection connection, RetentionPlan plan, RetentionPreview preview, RetentionOptions options, IRetentionArchiver? archiver)
{
    /// <summary>The account, as soon as there is one; also when the job failed.</summary>
    public RetentionResult? Result { get; private set; }

    /// <exception cref="XmrtException">What ended it, with the account of what was done until then.</exception>
    public async Task<RetentionResult> RunAsync(Guid? journalId, INotices notices, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        // Nothing is deleted unless this has returned.
        RetentionArchive? archive = archiver is null
            ? null
            : await archiver.WriteAsync(connection, plan, notices, cancellation);
        RetentionRun run = new(connection, plan, archive, options, preview.Rows, notices);
        RetentionTally tally = await run.RunAsync(cancellation);
        Result = ResultOf(tally, archive, Stopwatch.GetElapsedTime(started), journalId);
        return tally.Fault is { } fault ? throw fault.After(RetentionAccount.Of(Result)) : Result;
    }

    /// <summary>The command that puts back what was archived.</summary>
    public static string UndoOf(XmrtConnection connection, string archivePath) =>
        $"Import-XmrtArchive -Path {PowerShellLiteral.Quote(archivePath)} -Connection {PowerShellLiteral.Quote(connection.Name)}";

    /// <summary>The result where there is nothing to delete.</summary>
    public RetentionResult Nothing() => ResultOf(new RetentionTally(plan), null, TimeSpan.Zero, null);

    private RetentionResult ResultOf(RetentionTally tally, RetentionArchive? archive, TimeSpan took, Guid? journalId)
    {
        RetentionCascade[] cascades =
            [.. plan.References.Zip(tally.References, (edge, rows) => RetentionCascade.From(edge, plan, rows))];
        return new RetentionResult
        {
            Connection = connection.Name,
            Table = preview.Table,
            Cutoff = preview.Cutoff,
            Deleted = tally.Deleted,
            SkippedLocked = tally.Skipped,
            SkippedChanged = tally.Changed,
            KeptPending = preview.KeepsPending ? preview.PendingRows : null,
            Uncertain = tally.Uncertain,
            Cascades = cascades,
            CascadedRows = cascades.Where(cascade => cascade.IsDeleted).Sum(cascade => cascade.Rows ?? 0),
            DroppedPartitions = [.. tally.Dropped],
            Batches = tally.Batches,
            WorstBatchMs = tally.WorstBatchMs,
            PausedMs = tally.Paused.TotalMilliseconds,
            DurationMs = took.TotalMilliseconds,
            StoppedBecause = tally.StoppedBecause,
            ArchivePath = archive?.Path,
            ArchivedRows = archive?.Rows + archive?.CascadedRows,
            Preview = preview,
            Next = NextSteps(tally, archive),
            EndedAt = DateTimeOffset.Now,
            JournalId = journalId,
        };
    }

    private string[] NextSteps(RetentionTally tally, RetentionArchive? archive)
    {
        List<string> steps = [];
        if (tally.StoppedBecause != StopReason.Completed)
        {
            steps.Add(archive is null
                ? "The same command again: it goes on where this one stopped."
                : "The same command again with another -Archive: it goes on where this one stopped.");
        }

        if (tally.StoppedBecause == StopReason.LocksHeld)
        {
            steps.Add("Get-XmrtLock shows who holds the locks.");
        }

        if (tally is { StoppedBecause: StopReason.Backpressure, Pressure: { } reason })
        {
            steps.Add($"Find out why {reason}: Get-XmrtDatabase, Get-XmrtActivity.");
        }

        if (archive is not null)
        {
            steps.Add(UndoOf(connection, archive.Path));
        }

        if (tally.Deleted > 0)
        {
            // Freed pages are used again; the files shrink only where their ends become empty.
            steps.AddRange(plan.Leaves.Select(leaf => leaf.Table).Concat(plan.Cascades.Select(edge => edge.Table))
                .Distinct().Select(table => $"VACUUM (ANALYZE) {table.ToSql()};"));
        }

        return [.. steps];
    }
}
