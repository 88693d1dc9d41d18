using System.Globalization;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Rollback;

/// <summary>
/// Journals a rollback: one entry for the whole, and one for each step, written before it and after it. What was interrupted can be
/// told from these, and taken back.
/// </summary>
internal sealed class RollbackJournal
{
    private readonly Journal _journal;
    private readonly JournalIntentDetails _details;
    private readonly JournalIntent _intent;
    private readonly RollbackPlan _plan;
    private readonly INotices _notices;
    private readonly List<JournaledStep> _steps = [];

    private RollbackJournal(
        Journal journal, JournalIntentDetails details, JournalIntent intent, RollbackPlan plan, INotices notices)
    {
        (_journal, _details, _intent, _plan, _notices) = (journal, details, intent, plan, notices);
    }

    /// <summary>Entry of the whole; null where none is kept.</summary>
    public Guid? Id => _journal == Journal.None ? null : _intent.Id;

    /// <summary>What was done so far, to take it back by.</summary>
    public JournaledRollback Record => new()
    {
        Id = Id,
        Target = _plan.Target,
        Connection = _plan.Connection,
        SystemId = _plan.SystemId,
        Name = _plan.Name,
        From = _plan.From,
        To = _plan.To,
        State = JournalState.Succeeded,
        BegunAt = DateTimeOffset.Now,
        UserName = Environment.UserName,
        Parameters = _details.Parameters,
        Steps = [.. _steps],
    };

    /// <param name="journal">Where it is written.</param>
    /// <param name="details">The command, and what it was called with.</param>
    /// <param name="plan">What is done.</param>
    /// <param name="more">What an undo in another process has to know, by name: no secrets.</param>
    /// <param name="notices">Told what could not be written.</param>
    /// <param name="cancellation">Heeded until the intent is written.</param>
    /// <exception cref="XmrtException">JournalUnavailable.</exception>
    public static async Task<RollbackJournal> BeginAsync(
        Journal journal,
        JournalIntentDetails details,
        RollbackPlan plan,
        IReadOnlyDictionary<string, string?> more,
        INotices notices,
        CancellationToken cancellation)
    {
        Dictionary<string, string?> parameters = new(details.Parameters, StringComparer.Ordinal)
        {
            [JournaledRollback.TargetKey] = plan.Target.ToString(),
            [JournaledRollback.SystemKey] = plan.SystemId,
            [JournaledRollback.NameKey] = plan.Name,
            [JournaledRollback.FromKey] = plan.From,
            [JournaledRollback.ToKey] = plan.To,
        };
        if (plan.Undoes?.Id is { } undone)
        {
            parameters[JournaledRollback.UndoesKey] = undone.ToString();
        }

        foreach ((string name, string? value) in more)
        {
            parameters[name] = value;
        }

        JournalIntentDetails whole = details with { Parameters = parameters };
        return new RollbackJournal(journal, whole, await journal.BeginAsync(whole, cancellation), plan, notices);
    }

    /// <summary>Does a step between its intent and its outcome.</summary>
    /// <param name="step">Which.</param>
    /// <param name="more">What its undo has to know, by name: no secrets.</param>
    /// <param name="act">Does it.</param>
    /// <param name="judge">What became of it, and in words.</param>
    /// <param name="undo">The command that takes it back, or null.</param>
    /// <param name="cancellation">Heeded until the intent is written; the step heeds it by itself.</param>
    /// <exception cref="XmrtException">JournalUnavailable, and what the step throws.</exception>
    public async Task<T> StepAsync<T>(
        RollbackStep step,
        IReadOnlyDictionary<string, string?> more,
        Func<Task<T>> act,
        Func<T, (RollbackStepState State, string Words)> judge,
        string? undo,
        CancellationToken cancellation)
    {
        Dictionary<string, string?> parameters = new(more, StringComparer.Ordinal)
        {
            [JournaledRollback.WholeKey] = _intent.Id.ToString(),
            [JournaledRollback.StepKey] = string.Create(CultureInfo.InvariantCulture, $"{step.Number} of {_plan.Steps.Count}"),
            [JournaledRollback.SubjectKey] = step.Subject,
        };
        JournalIntent intent = await _journal.BeginAsync(
            _details with
            {
                Parameters = parameters,
                Summary = string.Create(
                    CultureInfo.InvariantCulture, $"step {step.Number} of {_plan.Steps.Count}, {step.Subject}: {step.Action}"),
                Undo = undo,
            },
            cancellation);
        int at = _steps.Count;
        _steps.Add(new JournaledStep(step.Number, step.Subject, JournalState.Unknown, parameters));
        T result;
        try
        {
            result = await act();
        }
        catch (Exception exception)
        {
            _steps[at] = _steps[at] with { State = exception is XmrtException { ErrorId: not "OutcomeUnknown" } ? JournalState.Failed : JournalState.Unknown };
            await WarnIfLostAsync(EndAsync(intent, exception));
            throw;
        }

        (RollbackStepState state, string words) = judge(result);
        _steps[at] = _steps[at] with
        {
            State = state switch
            {
                RollbackStepState.Failed => JournalState.Failed,
                RollbackStepState.Unknown => JournalState.Unknown,
                _ => JournalState.Succeeded,
            },
        };
        await WarnIfLostAsync(state switch
        {
            RollbackStepState.Failed => intent.FailedAsync("RollbackFailed", words),
            RollbackStepState.Unknown => intent.OutcomeUnknownAsync(),
            _ => intent.SucceededAsync(words),
        });
        return result;
    }

    /// <summary>Writes how the whole ended.</summary>
    public Task EndAsync(RollbackResult result) => WarnIfLostAsync(result switch
    {
        { IsSuccess: true } => _intent.SucceededAsync(RollbackWords.Outcome(result)),
        { Outcome: RollbackOutcome.Unknown } => _intent.OutcomeUnknownAsync(),
        _ => _intent.FailedAsync("RollbackFailed", RollbackWords.Outcome(result)),
    });

    /// <summary>Writes that the whole ended by a condition.</summary>
    public Task EndAsync(Exception exception) => WarnIfLostAsync(EndAsync(_intent, exception));

    private static Task EndAsync(JournalIntent intent, Exception exception) => exception switch
    {
        OperationCanceledException => intent.CancelledAsync(),
        XmrtException { ErrorId: "OutcomeUnknown" } => intent.OutcomeUnknownAsync(),
        XmrtException fault => intent.FailedAsync(fault.ErrorId, fault.Message),
        _ => intent.FailedAsync("Unexpected", exception.Message),
    };

    private async Task WarnIfLostAsync(Task outcome)
    {
        try
        {
            await outcome;
        }
        catch (XmrtException lost)
        {
            _notices.Warn(lost.Message);
        }
    }
}
