namespace XmrtOps.Sandbox.Logs;

/// <summary>How many log queries one token may send; the platform counts them apart from everything else.</summary>
public sealed class LogRateLimit
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Ends, int Count)> _windows = new(StringComparer.Ordinal);

    /// <summary>Queries a minute; null counts none.</summary>
    public int? RequestsPerMinute { get; set; } = 30;

    /// <summary>Counts a query.</summary>
    /// <returns>How many are left, less than 0 for one too many, and the seconds until counting begins anew.</returns>
    internal (int Limit, int Left, int SecondsToGo)? Take(string token, DateTimeOffset now)
    {
        if (RequestsPerMinute is not { } limit) return null;

        lock (_gate)
        {
            var window = _windows.GetValueOrDefault(token);
            if (window.Ends <= now) window = (now + s_window, 0);
            _windows[token] = (window.Ends, window.Count + 1);
            return (limit, limit - window.Count - 1, (int)Math.Ceiling((window.Ends - now).TotalSeconds));
        }
    }
}
