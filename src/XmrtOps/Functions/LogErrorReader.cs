using System.Globalization;
using System.Text.RegularExpressions;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Logs;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Functions;

/// <summary>Reads the errors of the platform's log of edge functions: its calls, and what the functions wrote.</summary>
internal sealed class LogErrorReader(XmrtConnection connection, TopErrorQuery query, INotices notices)
{
    // Ten queries: a third of what the platform takes in a minute.
    private const int MostLines = 10_000;
    private const int LongestExample = 500;

    public async Task<IReadOnlyList<ErrorGroups>> ReadAsync(CancellationToken cancellation)
    {
        LogRequest request = new()
        {
            Source = LogSource.Function,
            Since = TimeArgument.From(query.From),
            Until = TimeArgument.From(query.Until),
            Levels = [LogLevel.Error],
            Page = new Page(0, MostLines, IsDefault: false),
        };
        Dictionary<(string Log, string? Function, string Fingerprint, int? Status), Group> groups = [];
        int lines = 0;
        await foreach (RecordBatch batch in new SupabaseLogReader(connection, notices).ReadAsync(request, cancellation))
        {
            foreach (LogEntry line in batch.Records.Cast<LogEntry>())
            {
                lines++;
                Add(groups, line);
            }
        }

        if (lines == MostLines)
        {
            notices.Warn(string.Create(
                CultureInfo.CurrentCulture,
                $"Of the platform's log of edge functions the newest {MostLines:N0} errors were counted: there may be more. A later -Since counts all of a shorter time."));
        }

        DateTimeOffset now = DateTimeOffset.Now;
        return
        [
            .. groups.GroupBy(group => group.Key.Log).Select(log => new ErrorGroups(
                [.. log.Select(group => Map(group.Key, group.Value, log.Sum(g => g.Value.Errors), now))], log.Count())),
        ];
    }

    private void Add(Dictionary<(string Log, string? Function, string Fingerprint, int? Status), Group> groups, LogEntry line)
    {
        if (query.Function is { } wanted && !Regex.IsMatch(
            line.Function ?? "", wanted.Regex, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
        {
            return;
        }

        // A call's message is its status and its address, which are known already.
        string message = line.Status is not null && line.Path is not null ? $"{line.Method} {line.Path}" : line.Message;
        (string, string?, string, int?) key = (line.Attributes["source"], line.Function, ErrorFingerprint.Of(message), line.Status);
        if (!groups.TryGetValue(key, out Group? group))
        {
            // The newest comes first, and is the example.
            groups.Add(key, group = new Group(line));
        }

        group.Errors++;
        group.First = line.Timestamp;
        group.Timeouts += line.Status is 504 or 546 || ErrorFingerprint.IsTimeout(line.Message) ? 1 : 0;
    }

    private TopError Map(
        (string Log, string? Function, string Fingerprint, int? Status) key, Group group, long all, DateTimeOffset now) => new()
        {
            Connection = connection.Name,
            Source = key.Log,
            Function = key.Function,
            Fingerprint = key.Fingerprint,
            Status = key.Status,
            Errors = group.Errors,
            Timeouts = group.Timeouts,
            SharePercent = 100.0 * group.Errors / all,
            FirstSeen = group.First,
            LastSeen = group.Newest.Timestamp,
            Example = Display.OneLine(group.Newest.Message, LongestExample),
            MeasuredAt = now,
        };

    private sealed class Group(LogEntry newest)
    {
        public LogEntry Newest { get; } = newest;

        public long Errors { get; set; }

        public long Timeouts { get; set; }

        public DateTimeOffset First { get; set; }
    }
}
