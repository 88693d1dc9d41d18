using System.Runtime.CompilerServices;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Logs;

/// <summary>
/// Shows the lines of a log as they come, by asking again and again. Each question reaches back over the last one's end,
/// because lines arrive late and not in their order; what was shown already is known by its identifier.
/// </summary>
internal sealed class LogFollower(SupabaseLogReader reader, TimeSpan interval, INotices notices)
{
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_longestPause = TimeSpan.FromHours(1);

    private static readonly string[] s_passing =
        ["PlatformUnavailable", "PlatformTimeout", "PlatformUnreachable", "RateLimited", "UnreadableAnswer"];

    private readonly Dictionary<string, DateTimeOffset> _shown = new(StringComparer.Ordinal);
    private DateTimeOffset? _retryAt;

    public async IAsyncEnumerable<LogEntry> ReadAsync(
        LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        DateTimeOffset from = request.Since.Instant(reader.Now);
        long left = request.Page.IsDefault ? long.MaxValue : request.Page.Count ?? long.MaxValue;
        while (true)
        {
            LogRequest question = request with
            {
                Since = TimeArgument.From(from),
                // Lines that are ahead of both clocks are shown as well.
                Until = TimeArgument.From(reader.Now + s_overlap),
                OldestFirst = true,
                Page = new Page(0, null, IsDefault: false),
            };
            foreach (LogEntry entry in await AskAsync(question, cancellation))
            {
                if (!_shown.TryAdd(entry.Id!, entry.Timestamp))
                {
                    continue;
                }

                DateTimeOffset reached = entry.Timestamp - s_overlap;
                from = reached > from ? reached : from;
                yield return entry;
                if (--left == 0)
                {
                    yield break;
                }
            }

            Forget(from);
            await Task.Delay(Pause(), cancellation);
        }
    }

    private async Task<List<LogEntry>> AskAsync(LogRequest question, CancellationToken cancellation)
    {
        List<LogEntry> entries = [];
        try
        {
            await foreach (RecordBatch batch in reader.ReadAsync(question, cancellation))
            {
                entries.AddRange(batch.Records.Cast<LogEntry>());
            }
        }
        catch (XmrtException fault) when (s_passing.Contains(fault.ErrorId, StringComparer.Ordinal))
        {
            // Who follows a log does so because something is wrong: the next question may be answered.
            notices.Warn($"Still following: {fault.Message}");
            _retryAt = fault.Platform?.RetryAt;
        }

        return entries;
    }

    /// <summary>Until the next question: as long as the platform asked for, where that is longer than usual.</summary>
    private TimeSpan Pause()
    {
        TimeSpan told = _retryAt - DateTimeOffset.UtcNow ?? interval;
        _retryAt = null;
        return told < interval ? interval : told < s_longestPause ? told : s_longestPause;
    }

    private void Forget(DateTimeOffset before)
    {
        foreach (string id in _shown.Where(line => line.Value < before).Select(line => line.Key).ToArray())
        {
            _shown.Remove(id);
        }
    }
}
