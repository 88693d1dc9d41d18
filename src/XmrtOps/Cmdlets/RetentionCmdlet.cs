using System.Globalization;
using System.Management.Automation;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Module;
using XmrtOps.Retention;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that deletes rows by their age: it looks, says, asks, and deletes in batches.</summary>
public abstract class RetentionCmdlet : DatabaseChangeCmdlet
{
    private static readonly TimeSpan s_shortestTarget = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longestTarget = TimeSpan.FromSeconds(10);

    private RetentionOptions _options = new();
    private string? _archivePath;

    /// <summary>Rows of the table itself that are deleted at most. Partitions are emptied then, not dropped.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaximumRows { get; set; }

    /// <summary>No batch begins after that time.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? MaximumDuration { get; set; }

    /// <summary>Pause after each batch.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Throttle { get; set; }

    /// <summary>Time that a batch should take at most; 200ms if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? BatchTarget { get; set; }

    /// <summary>A directory, new or empty, that the rows and their cascades are written to before any is deleted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Archive { get; set; }

    /// <summary>Goes ahead although deleting fires triggers or rules.</summary>
    [Parameter]
    public SwitchParameter AllowTriggers { get; set; }

    private protected abstract RetentionRequest Request { get; }

    /// <summary>What rows are called: "rows", "sessions".</summary>
    private protected abstract string Unit { get; }

    /// <summary>The command that deletes the same rows again, for the archive.</summary>
    private protected abstract string Again(string cutoff);

    private protected override void Begin()
    {
        _archivePath = Archive is null ? null : FilePathOf(Archive);
        TimeSpan target = BatchTarget?.Duration(nameof(BatchTarget)) ?? RetentionThresholds.BatchTarget;
        if (target < s_shortestTarget || target > s_longestTarget)
        {
            throw Errors.DurationOutOfRange(nameof(BatchTarget), BatchTarget!.ToString(), "10ms to 10s");
        }

        _options = new RetentionOptions
        {
            BatchTarget = target,
            Throttle = Throttle?.Duration(nameof(Throttle)) ?? TimeSpan.Zero,
            MaximumDuration = MaximumDuration?.Duration(nameof(MaximumDuration)),
            MaximumRows = MaximumRows,
        };
        // What cannot be right on any system is said once; the cutoff itself goes by each server's clock.
        RetentionPlanner.CheckedCutoff(Request, DateTimeOffset.Now);
    }

    private protected override void Process()
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            Guarded(connection, () => Remove(connection));
        }
    }

    private void Remove(XmrtConnection connection)
    {
        RetentionRequest request = Request;
        if (_archivePath is not null)
        {
            ArchiveDirectory.Check(_archivePath);
        }

        RetentionPlan plan = Await((notices, cancellation) =>
            RetentionPlanner.PlanAsync(connection, request, notices, cancellation));
        RetentionPreview preview = Await((notices, cancellation) =>
            RetentionPreviewer.ReadAsync(connection, plan, request, notices, cancellation)) with
        {
            ArchivePath = _archivePath,
        };
        RetentionJob job = new(connection, plan, preview, _options, ArchiverOf(plan));
        if (IsWhatIf)
        {
            Confirmed(connection, RetentionWords.Action(preview, Unit, MaximumRows));
            WriteObject(preview);
            return;
        }

        foreach (Finding finding in preview.Findings.Where(finding => finding.Severity >= Severity.Warning))
        {
            WriteWarning($"{finding.Reason} {finding.Remedy}".TrimEnd());
        }

        if (preview.Rows == 0 && preview.Partitions.Count == 0)
        {
            WriteVerbose($"{connection.Name}: nothing of {preview.Table} is old enough.");
            WriteObject(job.Nothing());
            return;
        }

        if (Confirmed(connection, RetentionWords.Action(preview, Unit, MaximumRows)))
        {
            Delete(connection, preview, job);
        }
    }

    private ArchiveWriter? ArchiverOf(RetentionPlan plan)
    {
        if (_archivePath is null)
        {
            return null;
        }

        foreach (string leftover in ArchiveDirectory.Leftovers(_archivePath))
        {
            WriteWarning($"An archive that was never completed lies in {leftover}. Nothing was deleted for it; it can be removed.");
        }

        return new ArchiveWriter(
            _archivePath,
            Again(PowerShellLiteral.Quote(plan.Cutoff.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture))));
    }

    private void Delete(XmrtConnection connection, RetentionPreview preview, RetentionJob job)
    {
        try
        {
            WriteObject(Journaled(
                connection,
                RetentionWords.Action(preview, Unit, MaximumRows),
                job.RunAsync,
                RetentionAccount.Of,
                _archivePath is null ? null : RetentionJob.UndoOf(connection, _archivePath)));
        }
        catch (XmrtException) when (job.Result is not null)
        {
            WriteObject(job.Result);
            throw;
        }
        finally
        {
            if (Stopped.IsCancellationRequested && job.Result is { } account)
            {
                // A pipeline that is being stopped takes no more output; the console does, and the journal has it too.
                Host.UI.WriteWarningLine(
                    string.Create(CultureInfo.CurrentCulture, $"{connection.Name}: {RetentionAccount.Of(account)}."));
            }
        }
    }
}
