using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Rollback;

/// <summary>Carries a plan out, step by step.</summary>
internal abstract class RollbackExecutor(XmrtConnection connection, RollbackPlan plan, INotices notices)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _startedAt = DateTimeOffset.Now;

    protected XmrtConnection Connection => connection;

    protected INotices Notices => notices;

    /// <summary>What an undo in another process has to know of the whole, by name: no secrets.</summary>
    public virtual IReadOnlyDictionary<string, string?> Journaled => new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The state now, by the names of <see cref="RollbackPlan.State"/>.</summary>
    public abstract Task<IReadOnlyDictionary<string, string?>> StateAsync(CancellationToken cancellation);

    /// <summary>Does it, and looks what came of it. Each step goes through the journal.</summary>
    public abstract Task<RollbackResult> RunAsync(RollbackJournal journal, CancellationToken cancellation);

    /// <summary>Where there is nothing to be done.</summary>
    public RollbackResult Settled() => Result(RollbackOutcome.NothingToDo) with
    {
        Reason = "it is so already; nothing was sent",
        DurationSeconds = null,
        Steps = [.. plan.Steps.Select(step => Of(step, RollbackStepState.NotNeeded))],
    };

    protected RollbackResult Result(RollbackOutcome outcome) => new()
    {
        Connection = connection.Name,
        Target = plan.Target,
        Name = plan.Name,
        IsUndo = plan.IsUndo,
        Outcome = outcome,
        From = plan.From,
        To = plan.To,
        StartedAt = _startedAt,
        DurationSeconds = Math.Round(Stopwatch.GetElapsedTime(_started).TotalSeconds, 1),
    };

    protected static RollbackStepResult Of(RollbackStep step, RollbackStepState state, string reason = "") => new()
    {
        Number = step.Number,
        Subject = step.Subject,
        Action = step.Action,
        State = state,
        Reason = reason,
    };
}
