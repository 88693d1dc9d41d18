namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// So many requests of a token in each window of time; the next ones are refused until the window is over.
/// </summary>
public sealed class VercelRateLimiter
{
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset EndsAt, int Used)> _windows = new(StringComparer.Ordinal);

    internal VercelRateLimiter(TimeProvider clock) => _clock = clock;

    /// <summary>Whether it refuses anything; its headers are sent anyway.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>Requests of a token in a window.</summary>
    public int Limit { get; set; } = 600;

    /// <summary>Length of a window.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a refusal says Retry-After.</summary>
    public bool SaysRetryAfter { get; set; } = true;

    /// <summary>Begins all windows anew.</summary>
    public void Reset()
    {
        lock (_gate) _windows.Clear();
    }

    internal (bool Allowed, int Remaining, DateTimeOffset EndsAt) Take(string token)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            var (endsAt, used) = _windows.GetValueOrDefault(token);
            if (now >= endsAt) (endsAt, used) = (now + Window, 0);

            var allowed = used < Limit || !IsOn;
            if (allowed) used++;
            _windows[token] = (endsAt, used);
            return (allowed, Math.Max(0, Limit - used), endsAt);
        }
    }
}
