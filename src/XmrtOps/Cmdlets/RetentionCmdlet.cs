using System.Globalization;
using System.Management.Automation;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Module;
using XmrtOps.Retention;

namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that deletes rows by their age: it looks, says, asks, and deletes in batches.</summary>
public abstract class RetentionCmdlet : DatabaseChangeCmdlet
{
    private static readonly TimeSpan s_shortestTarget = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longestTarget = TimeSpan.FromSeconds(10);

    private RetentionOptions _options = new();

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

    /// <summary>Goes ahead although deleting fires triggers or rules.</summary>
    [Parameter]
    public SwitchParameter AllowTriggers { get; set; }

    private protected abstract RetentionRequest Request { get; }

    /// <summary>What rows are called: "rows", "sessions".</summary>
    private protected abstract string Unit { get; }

    private protected override void Begin()
    {
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
        RetentionPlan plan = Await((notices, cancellation) =>
            RetentionPlanner.PlanAsync(connection, request, notices, cancellation));
        RetentionPreview preview = Await((notices, cancellation) =>
            RetentionPreviewer.ReadAsync(connection, plan, request, notices, cancellation));
        RetentionJob job = new(connection, plan, preview, _options, archiver: null);
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

    private void Delete(XmrtConnection connection, RetentionPreview preview, RetentionJob job)
    {
        try
        {
            WriteObject(Journaled(
                connection,
                RetentionWords.Action(preview, Unit, MaximumRows),
                job.RunAsync,
                RetentionAccount.Of));
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
