using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Rollback;

/// <summary>Carries a plan out between its entries in the journal, if what it was made for is there still.</summary>
internal static class RollbackRun
{
    /// <summary>What carries a plan out, if what it was made for is there still.</summary>
    /// <exception cref="XmrtException">RollbackPlanStale, and those of the target.</exception>
    public static async Task<RollbackExecutor> ExecutorAsync(
        XmrtConnection connection, RollbackPlan plan, INotices notices, CancellationToken cancellation)
    {
        RollbackExecutor executor = RollbackPlanner.ExecutorOf(plan, connection, notices);
        IReadOnlyDictionary<string, string?> present = await executor.StateAsync(cancellation);
        return RollbackState.Hash(present) == plan.StateHash
            ? executor
            : throw Errors.RollbackPlanStale(plan.Name, RollbackState.Difference(plan.State, present));
    }

    /// <exception cref="XmrtException">RollbackPlanStale, JournalUnavailable, and those of the target.</exception>
    public static async Task<RollbackResult> RunAsync(
        XmrtConnection connection,
        RollbackPlan plan,
        Journal journal,
        JournalIntentDetails details,
        INotices notices,
        CancellationToken cancellation)
    {
        RollbackExecutor executor = await ExecutorAsync(connection, plan, notices, cancellation);
        RollbackJournal written = await RollbackJournal.BeginAsync(
            journal, details, plan, executor.Journaled, notices, cancellation);
        RollbackResult result;
        try
        {
            result = await executor.RunAsync(written, cancellation);
        }
        catch (Exception exception)
        {
            await written.EndAsync(exception);
            throw;
        }

        await written.EndAsync(result);
        bool isUndoable = !plan.IsUndo && result.Outcome is not (RollbackOutcome.NothingToDo or RollbackOutcome.Failed or RollbackOutcome.Skipped);
        return result with
        {
            JournalId = written.Id,
            Record = written.Record,
            Undo = isUndoable && written.Id is { } id
                ? $"Undo-XmrtRollback -JournalId {id} -Connection {CommandText.Argument(connection.Name)}"
                : null,
        };
    }
}
