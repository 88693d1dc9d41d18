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
public abstract class RetentionCmdlet : RetentionParametersCmdlet
{
    private protected abstract RetentionRequest Request { get; }

    /// <summary>What rows are called: "rows", "sessions".</summary>
    private protected abstract string Unit { get; }

    /// <summary>The command that deletes the same rows again, for the archive.</summary>
    private protected abstract string Again(string cutoff);

    private protected override void Begin()
    {
        base.Begin();
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
        if (ArchivePath is not null)
        {
            ArchiveDirectory.Check(ArchivePath);
        }

        RetentionPlan plan = Await((notices, cancellation) =>
            RetentionPlanner.PlanAsync(connection, request, notices, cancellation));
        RetentionPreview preview = Await((notices, cancellation) =>
            RetentionPreviewer.ReadAsync(connection, plan, request, notices, cancellation)) with
        {
            ArchivePath = ArchivePath,
        };
        RetentionJob job = new(connection, plan, preview, Options, ArchiverOf(plan));
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
        if (ArchivePath is null)
        {
            return null;
        }

        foreach (string leftover in ArchiveDirectory.Leftovers(ArchivePath))
        {
            WriteWarning($"An archive that was never completed lies in {leftover}. Nothing was deleted for it; it can be removed.");
        }

        return new ArchiveWriter(
            ArchivePath,
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
                ArchivePath is null ? null : RetentionJob.UndoOf(connection, ArchivePath)));
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
