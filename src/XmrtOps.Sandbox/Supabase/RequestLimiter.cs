namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// The Management API's rate limit: so many requests a minute for each user, project and endpoint; the tokens of one user
/// share it.
/// </summary>
public sealed class RequestLimiter
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Start, int Count)> _windows = new(StringComparer.Ordinal);

    internal RequestLimiter(TimeProvider clock) => _clock = clock;

    /// <summary>Whether it counts and refuses at all. The headers are on every reply all the same; where nothing is counted
    /// they say that nothing is used up, since who honours them would wait for the next minute otherwise.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Requests a minute for an endpoint.</summary>
    public int PerMinute { get; set; } = 120;

    /// <summary>Requests a minute for the endpoints of logs and usage.</summary>
    public int SlowPerMinute { get; set; } = 30;

    internal LimiterState Untouched => new(PerMinute, PerMinute, (int)Window.TotalSeconds, IsExceeded: false);

    /// <summary>Forgets what was counted.</summary>
    public void Reset()
    {
        lock (_gate) _windows.Clear();
    }

    internal LimiterState Take(string key, bool isSlow)
    {
        var limit = isSlow ? SlowPerMinute : PerMinute;
        if (!IsEnabled) return Untouched with { Limit = limit, Remaining = limit };

        var now = _clock.GetUtcNow();
        lock (_gate)
        {
            var window = _windows.GetValueOrDefault(key);
            if (now - window.Start >= Window) window = (now, 0);
            window.Count++;
            _windows[key] = window;
            var reset = (int)Math.Ceiling((window.Start + Window - now).TotalSeconds);
            return new(limit, Math.Max(0, limit - window.Count), reset, window.Count > limit);
        }
    }
}
