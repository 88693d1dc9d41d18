using System.Globalization;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Logs;

/// <summary>
/// Keeps to the platform's limit of log queries a minute, which all tools of one user share, and to the platform's clock.
/// </summary>
internal sealed class LogPace(INotices notices)
{
    private const int MostWaits = 5;

    private static readonly TimeSpan s_skewOfNote = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_usualWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(70);

    private TimeSpan? _wait;
    private TimeSpan? _skew;

    /// <summary>What time it is there.</summary>
    public DateTimeOffset Now => DateTimeOffset.UtcNow + (_skew ?? TimeSpan.Zero);

    /// <summary>The platform's clock differs from this machine's by so much that it matters.</summary>
    public bool IsSkewed => _skew is { } skew && skew != TimeSpan.Zero;

    /// <summary>Runs a query when the platform takes it.</summary>
    public async Task<T> RunAsync<T>(Func<Action<Func<string, string?>>, Task<T>> query, CancellationToken cancellation)
    {
        for (int waits = 0; ; waits++)
        {
            if (_wait is { } wait)
            {
                _wait = null;
                await WaitAsync(wait, cancellation);
            }

            try
            {
                return await query(Hear);
            }
            catch (XmrtException limited) when (limited.ErrorId == "RateLimited" && waits < MostWaits)
            {
                _wait = limited.Platform?.RetryAt is { } at ? at - DateTimeOffset.UtcNow : s_usualWait;
            }
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellation)
    {
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        TimeSpan bounded = wait < s_longestWait ? wait : s_longestWait;
        string words = string.Create(
            CultureInfo.CurrentCulture, $"Waiting {Math.Ceiling(bounded.TotalSeconds):N0} s: Supabase takes only so many log queries a minute");
        notices.Verbose(words);
        notices.Progress(new ProgressNotice(words));
        await Task.Delay(bounded, cancellation);
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
