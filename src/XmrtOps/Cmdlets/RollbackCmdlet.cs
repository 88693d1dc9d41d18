using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Rollback;

namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that carries out plans of rollbacks.</summary>
public abstract class RollbackCmdlet : ChangeCmdlet
{
    private RollbackTarget _target;

    private protected sealed override string? SystemOf(XmrtConnection connection) =>
        _target == RollbackTarget.Database ? connection.HostName : TargetOf(connection);

    private protected sealed override string TargetOf(XmrtConnection connection) => RollbackPlanner.SystemOf(connection, _target);

    /// <summary>What questions and the journal name as the system from now on.</summary>
    private protected void Aim(RollbackTarget target) => _target = target;

    /// <summary>Carries a plan out: shows it under -WhatIf, refuses what speaks against it, asks, and returns what came of it.</summary>
    /// <param name="connection">Of which system.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="allowed">Switches that allow what is refused otherwise, without their hyphens.</param>
    private protected void Execute(XmrtConnection connection, RollbackPlan plan, params IReadOnlyCollection<string> allowed)
    {
        _target = plan.Target;
        RollbackRefusal[] refusals = [.. plan.Refusals.Where(refusal => !allowed.Contains(refusal.AllowedBy ?? "", StringComparer.Ordinal))];
        if (IsWhatIf)
        {
            WriteObject(plan);
        }

        foreach (RollbackRefusal refusal in refusals)
        {
            WriteError(ErrorRecords.From(refusal.Condition, connection));
        }

        if (refusals.Length > 0)
        {
            return;
        }

        if (plan.IsSettled)
        {
            if (!IsWhatIf)
            {
                WriteObject(Await((notices, _) => Task.FromResult(RollbackPlanner.ExecutorOf(plan, connection, notices).Settled())));
            }

            return;
        }

        string action = RollbackWords.Describe(plan);
        if (!IsWhatIf)
        {
            foreach (Finding finding in plan.Findings.Where(finding => finding.Severity >= Severity.Warning))
            {
                WriteWarning($"{finding.Reason} {finding.Remedy}".TrimEnd());
            }
        }

        if (Confirmed(connection, action))
        {
            Report(Await((notices, cancellation) => RollbackRun.RunAsync(
                connection,
                plan,
                JournalInUse,
                IntentOf(
                    connection,
                    action,
                    plan.IsUndo ? null : $"{JournaledRollbacks.Undo} -Connection {CommandText.Argument(connection.Name)}"),
                notices,
                cancellation)));
        }
    }

    private void Report(RollbackResult result)
    {
        WriteObject(result);
        if (result is { Outcome: RollbackOutcome.Done, IsVerified: not true })
        {
            WriteWarning($"{result.Name}: {result.Reason.TrimEnd('.')}.{(result.Undo is { } undo ? $" What was there comes back by {undo}." : "")}");
        }

        // The record says what became of it; a script that only looks for errors has to find one.
        if (!result.IsSuccess)
        {
            throw result.Outcome == RollbackOutcome.Unknown
                ? Errors.RollbackOutcomeUnknown(result.Name, result.Reason, result.Remedy)
                : Errors.RollbackFailed(result.Name, $"{result.Outcome}: {result.Reason}", result.Remedy);
        }
    }
}
