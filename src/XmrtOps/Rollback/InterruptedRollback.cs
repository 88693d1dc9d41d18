using System.Globalization;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Rollback;

/// <summary>Tells of a rollback whose process ended in the middle: what it left looks like damage, and is taken back by an undo.</summary>
internal static class InterruptedRollback
{
    /// <summary>The newest rollback of the same system, where it is not known to have ended; null otherwise.</summary>
    public static async Task<Finding?> FindAsync(RollbackPlan plan, INotices notices, CancellationToken cancellation)
    {
        IReadOnlyList<JournaledRollback> known;
        try
        {
            known = await JournaledRollbacks.ReadAsync(notices, cancellation);
        }
        catch (XmrtException unreadable)
        {
            notices.Warn($"Whether an earlier rollback was interrupted is not known: {unreadable.Message}");
            return null;
        }

        return known.FirstOrDefault(done => done.Target == plan.Target && done.SystemId == plan.SystemId) is
            { State: JournalState.Interrupted or JournalState.Unknown, IsUndone: false, Id: { } id } last
            ? new Finding
            {
                Code = "RollbackInterrupted",
                Severity = Severity.Warning,
                Reason = string.Create(
                    CultureInfo.InvariantCulture,
                    $"The last rollback of it, begun by {last.UserName} at {last.BegunAt:u}, did not come to its end: it may have changed something."),
                Remedy = $"Look at it, and take it back: Get-XmrtJournal -Since 90d | Where-Object Id -eq {id}; "
                    + $"{JournaledRollbacks.Undo} -JournalId {id} -Connection {CommandText.Argument(plan.Connection)} -WhatIf",
                MeasuredAt = plan.CreatedAt,
            }
            : null;
    }
}
