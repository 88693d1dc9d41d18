using System.Collections.Concurrent;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Projects;

/// <summary>
/// Asks for the parts of a record, each with a deadline of its own; what fails in one leaves the others as they are, and is
/// kept with its reason.
/// </summary>
/// <param name="timeout">Longest wait for one part.</param>
/// <param name="cancellation">The user's.</param>
internal sealed class ProjectParts(TimeSpan timeout, CancellationToken cancellation)
{
    private readonly ConcurrentQueue<UnmeasuredPart> _missing = new();
    private XmrtException? _first;
    private int _measured;

    /// <summary>What could not be measured, by name.</summary>
    public IReadOnlyList<UnmeasuredPart> Missing => [.. _missing.OrderBy(part => part.Part, StringComparer.Ordinal)];

    /// <summary>Throws the first fault where nothing at all could be measured: an empty record would look like an answer.</summary>
    /// <exception cref="XmrtException">Whatever it was.</exception>
    public void ThrowIfNothing()
    {
        if (_measured == 0 && _first is not null)
        {
            throw _first;
        }
    }

    /// <summary>Asks for one part.</summary>
    /// <param name="part">Its name in the record.</param>
    /// <param name="ask">Asks; it is given a token that the deadline cancels.</param>
    /// <returns>Null where it could not be measured.</returns>
    public async Task<T?> AskAsync<T>(string part, Func<CancellationToken, Task<T>> ask)
        where T : class
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        try
        {
            T found = await ask(deadline.Token);
            Interlocked.Increment(ref _measured);
            return found;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Miss(part, Errors.PartTimedOut(part, Display.Milliseconds(timeout.TotalMilliseconds)));
        }
        catch (XmrtException fault)
        {
            Miss(part, fault);
        }

        return null;
    }

    /// <summary>A part that cannot be measured.</summary>
    public void Miss(string part, XmrtException fault)
    {
        Interlocked.CompareExchange(ref _first, fault, null);
        _missing.Enqueue(new UnmeasuredPart
        {
            Part = part,
            ErrorId = fault.ErrorId,
            // Which address it was is in the verbose lines.
            Reason = fault.Platform is { } answer
                ? fault.Message.Replace($" ({answer})", "", StringComparison.Ordinal)
                : fault.Message,
            Remedy = fault.Remedy,
        });
    }
}
