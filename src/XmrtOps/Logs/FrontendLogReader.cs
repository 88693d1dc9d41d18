using System.Globalization;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;
using XmrtOps.State;

namespace XmrtOps.Logs;

/// <summary>Reads Vercel's log of requests page by page, and its live log.</summary>
internal sealed class FrontendLogReader(XmrtConnection connection, INotices notices)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    public IAsyncEnumerable<LogEntry> ReadAsync(LogRequest request, CancellationToken cancellation) =>
        request.OldestFirst ? ReadOldestFirstAsync(request, cancellation) : ReadNewestFirstAsync(request, cancellation);

    /// <summary>The live log. The platform ends it after some minutes; it is then opened anew.</summary>
    public async IAsyncEnumerable<LogEntry> FollowAsync(
        LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        HashSet<string> shown = new(StringComparer.Ordinal);
        long left = request.Page.IsDefault ? long.MaxValue : request.Page.Count ?? long.MaxValue;
        while (true)
        {
            // Asked again each time: what is in production changes.
            VercelProject project = await connection.Vercel.GetProjectAsync(notices, cancellation);
            string deployment = project.Targets?.Production?.Id ?? throw Errors.NoProductionDeployment(connection.Vercel.Project);
            await foreach (VercelRuntimeLog line in connection.Vercel.FollowRuntimeLogAsync(deployment, notices, cancellation))
            {
                LogEntry entry = Of(line);
                if (!IsWanted(entry, request) || (entry.Id is { } id && !shown.Add(id)))
                {
                    continue;
                }

                yield return entry;
                if (--left == 0)
                {
                    yield break;
                }
            }

            await Task.Delay(s_pause, cancellation);
        }
    }

    private async IAsyncEnumerable<LogEntry> ReadNewestFirstAsync(
        LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        LogTake take = new(request.Page);
        bool isAll = true;
        await foreach (LogEntry entry in WantedAsync(request, cancellation))
        {
            foreach (LogEntry taken in take.Of([entry]))
            {
                yield return taken;
            }

            if (take.IsEnough)
            {
                isAll = false;
                break;
            }
        }

        take.Announce(isAll, notices);
    }

    // The platform gives the newest first and knows no other order: all of it has to be read before the oldest is known.
    private async IAsyncEnumerable<LogEntry> ReadOldestFirstAsync(
        LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<LogEntry> all = [];
        await foreach (LogEntry entry in WantedAsync(request, cancellation))
        {
            all.Add(entry);
        }

        all.Reverse();
        LogTake take = new(request.Page);
        foreach (LogEntry entry in take.Of(all))
        {
            yield return entry;
        }

        take.Announce(isAll: true, notices);
    }

    private async IAsyncEnumerable<LogEntry> WantedAsync(
        LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        LogSpan span = request.SpanAt(DateTimeOffset.UtcNow);
        VercelLogQuery query = new()
        {
            Since = span.From,
            Until = span.Until,
            // The platform takes one status or class; several are told apart here.
            StatusCode = request.Statuses is [var only] ? only.ToString() : null,
            Search = request.Text,
        };
        await foreach (VercelRequestLog row in connection.Vercel.ListRequestsAsync(query, notices, cancellation))
        {
            LogEntry entry = Of(row);
            if (IsWanted(entry, request))
            {
                yield return entry;
            }
        }
    }

    private static bool IsWanted(LogEntry entry, LogRequest request) =>
        (request.Levels is null || (entry.Level is { } level && request.Levels.Contains(level)))
        && (request.Statuses is null || request.Statuses.Any(s => entry.Status >= s.First && entry.Status <= s.Last))
        && (request.Text is null
            || entry.Message.Contains(request.Text, StringComparison.OrdinalIgnoreCase)
            || entry.Path?.Contains(request.Text, StringComparison.OrdinalIgnoreCase) == true);

    private LogEntry Of(VercelRequestLog row)
    {
        string text = string.Join('\n', (row.Logs ?? []).Select(line => line.Message).Where(message => !string.IsNullOrEmpty(message)));
        LogLevel? written = (row.Logs ?? []).Select(line => LogEntries.Named(line.Level)).Max();
        return Entry(row.Timestamp, row.StatusCode, written, text, row.RequestMethod, row.RequestPath) with
        {
            RequestId = row.RequestId,
            Id = row.RequestId,
            Attributes = Attributes(
                ("source", "request-logs"), ("deploymentId", row.DeploymentId), ("environment", row.Environment),
                ("branch", row.Branch), ("cache", row.Cache), ("domain", row.Domain)),
        };
    }

    private LogEntry Of(VercelRuntimeLog line) => Entry(
        line.At,
        line.ResponseStatusCode, LogEntries.Named(line.Level), line.Message ?? "", line.RequestMethod, line.RequestPath) with
    {
        Id = line.RowId,
        Attributes = Attributes(("source", line.Source), ("domain", line.Domain)),
    };

    private LogEntry Entry(DateTimeOffset? at, int? status, LogLevel? written, string text, string? method, string? path)
    {
        int? known = status > 0 ? status : null;
        LogLevel? judged = known switch { >= 500 => LogLevel.Error, >= 400 => LogLevel.Warning, not null => LogLevel.Info, _ => null };
        return new LogEntry
        {
            Timestamp = at ?? DateTimeOffset.MinValue,
            Source = LogSource.Frontend,
            Level = written > judged || judged is null ? written : judged,
            Message = SecretText.MaskIn(text.Length > 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{method} | {known} | {path}")),
            Status = known,
            Method = method,
            Path = path?.Split('?')[0],
            Connection = connection.Name,
        };
    }

    private static Dictionary<string, string> Attributes(params IEnumerable<(string Name, string? Value)> values) => values
        .Where(value => !string.IsNullOrEmpty(value.Value))
        .ToDictionary(value => value.Name, value => SecretText.MaskIn(value.Value!), StringComparer.Ordinal);
}
