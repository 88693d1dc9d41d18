using System.Globalization;
using XmrtOps.Notices;
using XmrtOps.Platforms;

namespace XmrtOps.Logs;

/// <summary>
/// Keeps to the platform's limit of log queries a minute, which all tools of one user share, and to the platform's clock.
/// A query that would be one too many is not sent; what is refused all the same is waited for below, within the same limit
/// (<see cref="PlatformLimits.Patience"/>).
/// </summary>
internal sealed class LogPace(INotices notices)
{
    private static readonly TimeSpan s_skewOfNote = TimeSpan.FromSeconds(30);

    // So that there is time left for the query itself.
    private static readonly TimeSpan s_longestWait = PlatformLimits.Patience / 2;

    private TimeSpan _wait;
    private TimeSpan? _skew;

    /// <summary>What time it is there.</summary>
    public DateTimeOffset Now => DateTimeOffset.UtcNow + (_skew ?? TimeSpan.Zero);

    /// <summary>The platform's clock differs from this machine's by so much that it matters.</summary>
    public bool IsSkewed => _skew is { } skew && skew != TimeSpan.Zero;

    /// <summary>Runs a query when the platform takes it.</summary>
    /// <param name="query">Is told how long it may take, and whom to tell the headers of its answer.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Faults.XmrtException">RateLimited, where the platform takes none for longer than is waited.</exception>
    public async Task<T> RunAsync<T>(
        Func<TimeSpan, Action<Func<string, string?>>, Task<T>> query, CancellationToken cancellation)
    {
        TimeSpan wait = _wait;
        _wait = TimeSpan.Zero;
        // What would take too long is asked for at once, and the platform's refusal says when to come back.
        if (wait <= TimeSpan.Zero || wait > s_longestWait)
        {
            return await query(PlatformLimits.Patience, Hear);
        }

        await WaitAsync(wait, cancellation);
        return await query(PlatformLimits.Patience - wait, Hear);
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellation)
    {
        string words = string.Create(
            CultureInfo.CurrentCulture, $"Waiting {Math.Ceiling(wait.TotalSeconds):N0} s: Supabase takes only so many log queries a minute");
        notices.Verbose(words);
        notices.Progress(new ProgressNotice(words));
        await Task.Delay(wait, cancellation);
        notices.Progress(new ProgressNotice(words, IsCompleted: true));
    }

    private void Hear(Func<string, string?> header)
    {
        if (header("x-ratelimit-remaining") == "0"
            && int.TryParse(header("x-ratelimit-reset"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
        {
            _wait = TimeSpan.FromSeconds(seconds);
        }

        if (_skew is null && DateTimeOffset.TryParse(
            header("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset there))
        {
            TimeSpan skew = there - DateTimeOffset.UtcNow;
            _skew = skew.Duration() < s_skewOfNote ? TimeSpan.Zero : skew;
            if (IsSkewed)
            {
                notices.Warn(string.Create(
                    CultureInfo.InvariantCulture,
                    $"This machine's clock is {skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "behind" : "ahead of")} Supabase's: ages are counted by theirs."));
            }
        }
    }
}
