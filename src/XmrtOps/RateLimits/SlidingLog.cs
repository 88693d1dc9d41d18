namespace XmrtOps.RateLimits;

/// <summary>
/// The sliding window to the letter: a request is allowed when, in the length of the window before it, fewer than the
/// maximum were allowed. One that is exactly as old as the window is long counts no longer; one that is blocked never does.
/// </summary>
internal sealed class SlidingLog(long maximum, TimeSpan window)
{
    private readonly Queue<(DateTimeOffset At, long Requests)> _allowed = [];
    private readonly Queue<(DateTimeOffset At, long Requests)> _asked = [];
    private long _allowedNow;
    private long _askedNow;

    public long Blocked { get; private set; }

    /// <summary>Most requests in the length of a window, blocked ones too.</summary>
    public long Peak { get; private set; }

    public DateTimeOffset? FirstBlockedAt { get; private set; }

    public DateTimeOffset? LastBlockedAt { get; private set; }

    /// <summary>Forgets what was allowed: between two spans lies more than a window.</summary>
    public void StartAnew()
    {
        _allowed.Clear();
        _asked.Clear();
        _allowedNow = _askedNow = 0;
    }

    /// <summary>Requests of one moment, none earlier than the one before. Some may be allowed and the rest blocked.</summary>
    public void Add(DateTimeOffset at, long requests)
    {
        if (requests == 0)
        {
            return;
        }

        _allowedNow -= Expire(_allowed, at);
        _askedNow += requests - Expire(_asked, at);
        _asked.Enqueue((at, requests));
        Peak = Math.Max(Peak, _askedNow);
        long allowed = Math.Min(requests, maximum - _allowedNow);
        if (allowed > 0)
        {
            _allowed.Enqueue((at, allowed));
            _allowedNow += allowed;
        }

        if (allowed < requests)
        {
            Blocked += requests - allowed;
            FirstBlockedAt ??= at;
            LastBlockedAt = at;
        }
    }

    private long Expire(Queue<(DateTimeOffset At, long Requests)> log, DateTimeOffset at)
    {
        long expired = 0;
        while (log.TryPeek(out (DateTimeOffset At, long Requests) oldest) && at - oldest.At >= window)
        {
            expired += oldest.Requests;
            log.Dequeue();
        }

        return expired;
    }
}
