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

    public async Task<LoggedErrors> ReadAsync(CancellationToken cancellation)
    {
        LogRequest request = new()
        {
            Source = LogSource.Function,
            Since = TimeArgument.From(query.From),
            Until = TimeArgument.From(query.Until),
            Levels = [LogLevel.Error],
            Page = new Page(0, MostLines, IsDefault: false),
        };
        List<LogEntry> lines = [];
        int read = 0;
        await foreach (RecordBatch batch in new SupabaseLogReader(connection, notices).ReadAsync(request, cancellation))
        {
            read += batch.Records.Count;
            lines.AddRange(batch.Records.Cast<LogEntry>().Where(IsWanted));
        }

        if (read == MostLines)
        {
            notices.Warn(string.Create(
                CultureInfo.CurrentCulture,
                $"Of the platform's log of edge functions the newest {MostLines:N0} errors were counted: there may be more. A later -Since counts all of a shorter time."));
        }

        Dictionary<(string Log, string? Function, string Fingerprint, int? Status), Group> groups = [];
        foreach (LogEntry line in Told(lines))
        {
            Add(groups, line);
        }

        DateTimeOffset now = DateTimeOffset.Now;
        return new LoggedErrors(
            [
                .. groups.GroupBy(group => group.Key.Log).Select(log => new ErrorGroups(
                    [.. log.Select(group => Map(group.Key, group.Value, log.Sum(g => g.Value.Errors), now))], log.Count())),
            ],
            lines.Select(line => line.RequestId).OfType<string>().ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>A call that failed is in the log twice where its function said why: the lines that it wrote stay, with the
    /// call's status.</summary>
    private static IEnumerable<LogEntry> Told(List<LogEntry> lines)
    {
        Dictionary<string, LogEntry> calls = new(StringComparer.Ordinal);
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (LogEntry line in lines)
        {
            if (line.RequestId is not { } id)
            {
                continue;
            }

            if (IsCall(line))
            {
                calls.TryAdd(id, line);
            }
            else
            {
                told.Add(id);
            }
        }

        return
            from line in lines
            where line.RequestId is null || !IsCall(line) || !told.Contains(line.RequestId)
            select !IsCall(line) && line.RequestId is { } id && calls.TryGetValue(id, out LogEntry? call)
                ? line with { Status = call.Status }
                : line;
    }

    private static bool IsCall(LogEntry line) => line.Attributes["source"] == "function_edge_logs";

    private bool IsWanted(LogEntry line) => query.Function is not { } wanted || Regex.IsMatch(
        line.Function ?? "", wanted.Regex, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static void Add(Dictionary<(string Log, string? Function, string Fingerprint, int? Status), Group> groups, LogEntry line)
    {
        // A call's message is its status and its address, which are known already.
        string message = IsCall(line) && line.Path is not null ? $"{line.Method} {line.Path}" : line.Message;
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
