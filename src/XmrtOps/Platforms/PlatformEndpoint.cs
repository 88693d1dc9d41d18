namespace XmrtOps.Platforms;

/// <summary>One API of a platform: where it is, how it is authorized, how it says no.</summary>
internal sealed record PlatformEndpoint
{
    /// <summary>How messages call it.</summary>
    public required string Name { get; init; }

    /// <summary>The only place that the token is sent to.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>Puts token or key on a request.</summary>
    public required Action<HttpRequestMessage> Authorize { get; init; }

    /// <summary>The token or key itself, to be masked wherever an answer repeats it.</summary>
    public required Func<IEnumerable<string>> Secrets { get; init; }

    /// <summary>What the platform means by an answer, where it is more than its status says; null for the usual meaning.</summary>
    public Func<Faults.PlatformFault, PlatformRequest, PlatformErrorBody, Faults.XmrtException?> Explain { get; init; } =
        (_, _, _) => null;

    /// <summary>What to do about a token that is refused.</summary>
    public required string UnauthorizedRemedy { get; init; }

    /// <summary>What else may be wrong where nothing is found.</summary>
    public required string NotFoundRemedy { get; init; }
}
