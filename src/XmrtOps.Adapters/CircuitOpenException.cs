namespace XmrtOps.Adapters;

/// <summary>The host has failed so often in a row that it is left alone for a while: nothing was sent.</summary>
public sealed class CircuitOpenException : HttpRequestException
{
    /// <param name="host">The host that is left alone.</param>
    /// <param name="retryAfter">For how long, if that is known.</param>
    public CircuitOpenException(string host, TimeSpan? retryAfter)
        : base($"{host} has failed too often in a row and is left alone for a while.")
    {
        Host = host;
        RetryAfter = retryAfter;
    }

    /// <summary>The host.</summary>
    public string Host { get; }

    /// <summary>When it is worth trying again, from now.</summary>
    public TimeSpan? RetryAfter { get; }
}
