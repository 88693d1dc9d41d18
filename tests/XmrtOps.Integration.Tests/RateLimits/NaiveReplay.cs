using XmrtOps.RateLimits;

namespace XmrtOps.Integration.Tests.RateLimits;

/// <summary>A limiter as one would write it first: each request by itself, everything kept. What the database finds has to
/// be the same.</summary>
internal sealed class NaiveReplay(long maximum, TimeSpan window, RateLimitAlgorithm algorithm)
{
    private readonly List<DateTimeOffset> _asked = [];
    private readonly List<DateTimeOffset> _allowed = [];

    public List<DateTimeOffset> Blocked { get; } = [];

    public long Requests => _asked.Count;

    public long Peak { get; private set; }

    public void Ask(DateTimeOffset at)
    {
        _asked.Add(at);
        Peak = Math.Max(Peak, _asked.Count(other => IsCounted(other, at)));
        if (_allowed.Count(other => IsCounted(other, at)) < maximum)
        {
            _allowed.Add(at);
        }
        else
        {
            Blocked.Add(at);
        }
    }

    private bool IsCounted(DateTimeOffset earlier, DateTimeOffset at) => algorithm == RateLimitAlgorithm.SlidingWindow
        ? earlier > at - window
        : WindowOf(earlier) == WindowOf(at);

    private long WindowOf(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / window.Ticks;
}
