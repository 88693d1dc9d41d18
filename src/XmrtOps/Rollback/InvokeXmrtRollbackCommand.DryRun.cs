using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Rollback.Databases;
using XmrtOps.Rollback.Databases.Scratch;

namespace XmrtOps.Rollback;

// Trying it.
public sealed partial class InvokeXmrtRollbackCommand
{
    /// <summary>Undoes the migrations on a copy of the schema with some of the rows, in a server of its own, and says how that went.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Parameter(ParameterSetName = "Database")]
    public SwitchParameter DryRun { get; set; }

    /// <summary>Tries it on the database itself instead, in a transaction that is rolled back after a second at the latest.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Parameter(ParameterSetName = "Database")]
    public SwitchParameter OnTarget { get; set; }

    /// <summary>Folder of PostgreSQL's programs for the copy; found by itself if omitted.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Parameter(ParameterSetName = "Database")]
    [ValidateNotNullOrEmpty]
    public string? PostgresBin { get; set; }

    private void CheckDryRun()
    {
        if (OnTarget && !DryRun)
        {
            throw Errors.OnTargetWithoutDryRun();
        }
    }

    private void Try(XmrtConnection connection, RollbackPlan given)
    {
        if (given is not DatabaseRollbackPlan { IsUndo: false } plan)
        {
            throw Errors.DryRunUnavailable(given.Name, given.Target, given.IsUndo);
        }

        Aim(RollbackTarget.Database);
        if (OnTarget)
        {
            TargetRehearsal.Check(plan);
        }

        if (IsWhatIf)
        {
            WriteObject(plan);
        }

        // What a switch allows speaks against doing it, and not against trying it: the record has it.
        RollbackRefusal[] refusals = [.. plan.Refusals.Where(refusal => refusal.AllowedBy is null)];
        foreach (RollbackRefusal refusal in refusals)
        {
            WriteError(ErrorRecords.From(refusal.Condition, connection));
        }

        if (refusals.Length > 0)
        {
            return;
        }

        if (!IsWhatIf)
        {
            // One that was kept in a variable may be of yesterday.
            _ = Await((notices, cancellation) => RollbackRun.ExecutorAsync(connection, plan, notices, cancellation));
        }

        if (OnTarget)
        {
            TryOnTarget(connection, plan);
        }
        else if (!IsWhatIf)
        {
            TryOnCopy(connection, plan);
        }
    }

    private void TryOnCopy(XmrtConnection connection, DatabaseRollbackPlan plan)
    {
        string? bin = PostgresBin is null ? null : FilePathOf(PostgresBin);
        RollbackRehearsal result = Await((notices, cancellation) =>
            new ScratchRehearsal(connection, plan, bin, notices).RunAsync(cancellation));
        WriteObject(result);
        if (!result.Passed)
        {
            throw Errors.DryRunFailed(result.Name, result.Problem);
        }
    }

    /// <summary>Others may have to wait for it: it is asked for and journaled as a change.</summary>
    private void TryOnTarget(XmrtConnection connection, DatabaseRollbackPlan plan)
    {
        IReadOnlyList<string> survives = Await((notices, cancellation) =>
            new TargetRehearsal(connection, plan, notices).SurvivesAsync(cancellation));
        string action = $"try on the database itself, and take back within a second: {RollbackWords.Describe(plan)} "
            + $"What stays of it: {string.Join("; ", survives)}.";
        if (Confirmed(connection, action))
        {
            WriteObject(Journaled(
                connection,
                action,
                (id, notices, cancellation) => new TargetRehearsal(connection, plan, notices).RunAsync(survives, id, cancellation),
                result => $"tried and taken back: {string.Join(", ", result.Versions)}"));
        }
    }
}
