namespace XmrtOps.Adapters;

/// <summary>How patient a <see cref="ResilientHandler"/> is.</summary>
public sealed record ResilienceSettings
{
    /// <summary>For one try: until the headers are there, and the body where it is read whole.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For all tries of a request and the waits between them.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Repetitions after the first try.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>Wait before the first repetition where the server names none; it doubles, with jitter.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>A longer wait that a server asks for is the caller's to decide on: its answer is handed out at once.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tries that fail in <see cref="BreakerWindow"/>, all of them, before a host is left alone.</summary>
    public int BreakerThreshold { get; init; } = 8;

    /// <summary>See <see cref="BreakerThreshold"/>.</summary>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a failing host is left alone.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(10);
}
