namespace XmrtOps.Adapters;

/// <summary>What a request may tell a <see cref="ResilientHandler"/> about itself, by <see cref="HttpRequestMessage.Options"/>.</summary>
public static class ResilientRequest
{
    /// <summary>
    /// True: nothing happens twice when it is sent twice, as by a POST that only reads. False: it is sent once, whatever
    /// it is. Without it GET and HEAD may be repeated.
    /// </summary>
    public static readonly HttpRequestOptionsKey<bool> SafeToRepeat = new("XmrtOps.SafeToRepeat");

    /// <summary>Bytes up to which the body is read as part of the try; without it the caller reads it as it comes.</summary>
    public static readonly HttpRequestOptionsKey<long> BufferUpTo = new("XmrtOps.BufferUpTo");

    /// <summary>In place of <see cref="ResilienceSettings.TryTimeout"/>.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> TryTimeout = new("XmrtOps.TryTimeout");

    /// <summary>In place of <see cref="ResilienceSettings.TotalTimeout"/>.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> TotalTimeout = new("XmrtOps.TotalTimeout");

    /// <summary>In place of <see cref="ResilienceSettings.LongestWait"/>.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> LongestWait = new("XmrtOps.LongestWait");

    /// <summary>The wait after a 429 that does not say for how long; without it the usual one of a repetition.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> UntoldWait = new("XmrtOps.UntoldWait");

    /// <summary>Called before each repetition with the number of tries so far and the wait.</summary>
    public static readonly HttpRequestOptionsKey<Action<int, TimeSpan>> Repeating = new("XmrtOps.Repeating");

    /// <summary>Set by the handler: how often the request was sent.</summary>
    public static readonly HttpRequestOptionsKey<int> Tries = new("XmrtOps.Tries");

    /// <summary>Set by the handler: the status of the last try, once its headers had arrived; 0 before.</summary>
    public static readonly HttpRequestOptionsKey<int> Status = new("XmrtOps.Status");

    internal static TimeSpan Given(HttpRequestMessage request, HttpRequestOptionsKey<TimeSpan> key, TimeSpan otherwise) =>
        request.Options.TryGetValue(key, out TimeSpan given) ? given : otherwise;

    /// <summary>Sending it again changes nothing.</summary>
    public static bool MayBeRepeated(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Options.TryGetValue(SafeToRepeat, out bool isSafe)
            ? isSafe
            : request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
    }
}
