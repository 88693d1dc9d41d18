namespace XmrtOps.Health;

/// <summary>
/// Ends questions to a server that does not answer, and the wait for them: the driver asks the server to cancel, and one
/// that hangs keeps it waiting for that too.
/// </summary>
internal sealed class HealthDeadline(CancellationToken cancellation) : IDisposable
{
    // What the network may take on top of the server's own limit.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private readonly CancellationTokenSource _waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

    /// <summary>For the driver.</summary>
    public CancellationToken Asking { get; private set; }

    /// <summary>For those who wait for the driver.</summary>
    public CancellationToken Waiting { get; private set; }

    /// <summary>Starts anew, for the next question.</summary>
    public HealthDeadline Arm(TimeSpan timeout)
    {
        (Asking, Waiting) = (_asking.Token, _waiting.Token);
        _asking.CancelAfter(timeout + s_grace);
        _waiting.CancelAfter(timeout + s_grace + s_grace);
        return this;
    }

    public void Dispose()
    {
        _asking.Dispose();
        _waiting.Dispose();
    }
}
