using System.Net;

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
}
