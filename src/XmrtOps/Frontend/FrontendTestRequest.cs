using System.Net;
using XmrtOps.Health;

namespace XmrtOps.Frontend;

/// <summary>What is to be tested, and by what means.</summary>
internal sealed record FrontendTestRequest
{
    /// <summary>The frontend's address, or a deployment's own.</summary>
    public required Uri Url { get; init; }

    /// <summary>Longest wait for each thing.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Looks a host's name up.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Makes what sends.</summary>
    public Func<TimeSpan, HttpProbe> CreateProbe { get; init; } = HttpProbe.Create;

    public string Host => Url.IdnHost;

    /// <summary>How long it was waited, as the end of a reason.</summary>
    public string Waited => $" within {HealthWords.Span(Timeout.TotalSeconds)}";

    /// <exception cref="TimeoutException">It took longer than one may wait.</exception>
    public async Task<T> WithinTimeoutAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Timeout);
        try
        {
            // The system's name service does not heed cancellation.
            return await work(deadline.Token).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }
}
