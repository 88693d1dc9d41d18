using System.Text.Json;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.State;

/// <summary>
/// The record of every change: the intent is on the disk before a command acts, and its outcome after. What a killed
/// process left without an outcome shows as Interrupted.
/// </summary>
internal sealed class Journal
{
    private readonly Func<StateStore>? _store;

    private Journal(Func<StateStore>? store)
    {
        _store = store;
    }

    /// <summary>The user's own.</summary>
    public static Journal Default { get; } = new(static () => StateStore.Default);

    /// <summary>Records nothing: what -WithoutJournal asks for.</summary>
    public static Journal None { get; } = new(store: null);

    /// <summary>A journal in a state file of its own.</summary>
    public static Journal In(StateStore store) => new(() => store);

    /// <summary>Writes an intent durably. Only when this has returned may the command act.</summary>
    /// <exception cref="XmrtException">JournalUnavailable.</exception>
    public async Task<JournalIntent> BeginAsync(JournalIntentDetails details, CancellationToken cancellation)
    {
        Guid id = Guid.CreateVersion7();
        if (_store is null)
        {
            return new JournalIntent(id, store: null);
        }

        try
        {
            StateStore store = _store();
            ProcessMark process = ProcessMark.Current;
            await store.RunAsync(
                session => session.ExecuteAsync(
                    "State/JournalBegin.sql",
                    [
                        id.ToString(),
                        StateTime.Write(DateTimeOffset.UtcNow),
                        details.Command,
                        details.Connection,
                        details.Target,
                        JsonSerializer.Serialize(details.Parameters, JournalJson.Default.IReadOnlyDictionaryStringString),
                        details.Summary,
                        details.Undo,
                        Environment.UserName,
                        process.HostName,
                        process.Id,
                        process.Start,
                    ],
                    cancellation),
                cancellation);
            return new JournalIntent(id, store);
        }
        catch (XmrtException cause)
        {
            throw Errors.JournalUnavailable(cause);
        }
    }

    /// <summary>
    /// Records a change from intent to outcome. Once the change has been made its result is returned in any case; that
    /// the outcome could not be written is a warning then.
    /// </summary>
    /// <param name="details">What is about to be done.</param>
    /// <param name="act">The change: all of it, or nothing. It is given the entry's id, or null where none is kept.</param>
    /// <param name="describe">Says what was done, for the journal.</param>
    /// <param name="notices">Told when the outcome is lost.</param>
    /// <param name="cancellation">Heeded until the intent is written; the change heeds it by itself.</param>
    /// <exception cref="XmrtException">JournalUnavailable, and what the change throws.</exception>
    public async Task<T> RecordAsync<T>(
        JournalIntentDetails details,
        Func<Guid?, Task<T>> act,
        Func<T, string> describe,
        INotices notices,
        CancellationToken cancellation)
    {
        JournalIntent intent = await BeginAsync(details, cancellation);
        T result;
        try
        {
            result = await act(_store is null ? null : intent.Id);
        }
        catch (Exception exception)
        {
            await WarnIfLostAsync(
                exception switch
                {
                    OperationCanceledException => intent.CancelledAsync(),
                    XmrtException { ErrorId: "OutcomeUnknown" } => intent.OutcomeUnknownAsync(),
                    XmrtException fault => intent.FailedAsync(fault.ErrorId, fault.Message),
                    _ => intent.FailedAsync("Unexpected", exception.Message),
                },
                notices);
            throw;
        }

        await WarnIfLostAsync(intent.SucceededAsync(describe(result)), notices);
        return result;
    }

    private static async Task WarnIfLostAsync(Task outcome, INotices notices)
    {
        try
        {
            await outcome;
        }
        catch (XmrtException lost)
        {
            notices.Warn(lost.Message);
        }
    }
}
