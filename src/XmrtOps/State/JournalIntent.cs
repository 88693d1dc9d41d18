using XmrtOps.Faults;

namespace XmrtOps.State;

/// <summary>
/// An intent that is in the journal and waits for its outcome. The change is over by the time that is written, so that
/// no Ctrl+C is heeded here.
/// </summary>
internal sealed class JournalIntent
{
    private readonly StateStore? _store;

    /// <param name="id">Id of the entry.</param>
    /// <param name="store">Where it is; null: nowhere (<see cref="Journal.None"/>).</param>
    public JournalIntent(Guid id, StateStore? store)
    {
        Id = id;
        _store = store;
    }

    /// <summary>Id of the entry, as Get-XmrtJournal shows it.</summary>
    public Guid Id { get; }

    /// <param name="result">What was done, for a person: "cleared 3 windows, 412 requests".</param>
    /// <exception cref="XmrtException">JournalOutcomeLost.</exception>
    public Task SucceededAsync(string result) => EndAsync("Succeeded", result, null, null);

    /// <param name="errorId">The condition's ErrorId.</param>
    /// <param name="message">The condition's message.</param>
    /// <exception cref="XmrtException">JournalOutcomeLost.</exception>
    public Task FailedAsync(string errorId, string message) => EndAsync("Failed", null, errorId, message);

    /// <summary>Stopped by the user, and nothing was changed.</summary>
    /// <exception cref="XmrtException">JournalOutcomeLost.</exception>
    public Task CancelledAsync() => EndAsync("Cancelled", null, null, null);

    /// <summary>The system went away at the moment that decides.</summary>
    /// <exception cref="XmrtException">JournalOutcomeLost.</exception>
    public Task OutcomeUnknownAsync() => EndAsync("OutcomeUnknown", null, null, null);

    private async Task EndAsync(string outcome, string? result, string? errorId, string? message)
    {
        if (_store is null)
        {
            return;
        }

        try
        {
            await _store.RunAsync(
                session => session.ExecuteAsync(
                    "State/JournalEnd.sql",
                    [
                        Id.ToString(), StateTime.Write(DateTimeOffset.UtcNow), outcome, result, errorId, message,
                    ],
                    CancellationToken.None),
                CancellationToken.None);
        }
        catch (XmrtException cause)
        {
            throw Errors.JournalOutcomeLost(Id, outcome, cause);
        }
    }
}
