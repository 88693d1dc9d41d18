using System.Data.Common;
using XmrtOps.Data;

namespace XmrtOps.RateLimits;

/// <summary>
/// Replays one policy within a transaction. What the database can rule out it rules out in one scan: windows in which all
/// that share a hash have no more requests together than each may have. Of the others it counts exactly who was over. Only
/// for a sliding window, and only around those moments, are the requests themselves gone through, one by one.
/// </summary>
internal sealed class PolicyReplayReader(
    DatabaseTransaction transaction, ReplayQuery query, ReplayScope scope, RateLimitPolicy policy, CancellationToken cancellation)
{
    private readonly string[] _endpoints = [.. policy.EndpointLimits.Select(limit => limit.Key)];

    public async Task<(ReplayPass Pass, List<BlockedPair> Blocked)> ReadAsync(int worst)
    {
        ReplayPass pass = await CountAsync();
        if (pass.Windows.Count == 0)
        {
            return (pass, []);
        }

        List<BlockedPair> pairs = await PairsAsync(pass);
        if (policy.IsSliding)
        {
            await SlideAsync(pairs);
            pairs.RemoveAll(pair => pair.Blocked == 0);
        }

        pairs.Sort(static (a, b) => (b.Blocked, a.Identifier, a.Endpoint).CompareTo((a.Blocked, b.Identifier, b.Endpoint)));
        List<BlockedPair> shown = query.IsDetailed ? pairs : [.. pairs.Take(worst)];
        if (!policy.IsSliding)
        {
            await FirstOfFixedAsync(pairs, shown);
        }

        await TotalAsync(shown);
        return (pass, pairs);
    }

    private async Task<ReplayPass> CountAsync()
    {
        ReplayPass pass = new() { Grain = scope.GrainFor(policy) };
        bool isOneCell = pass.Grain.Hashes == 1 && _endpoints.Length == 0 && policy.ExemptIdentifiers.Count == 0;
        // What is left out lies between the rows that are counted.
        bool isInOrder = isOneCell && scope.IsInOrder && query is { Identifier: null, Endpoint: null };
        await transaction.RunAsync(
            [(ReplaySql.Cells(scope, isOneCell, isInOrder),
                [
                    .. Common(pass.Grain.Hashes, pass.Grain.Windows),
                    policy.Thresholds,
                    policy.IsSliding ? 1 : 0,
                    scope.MayBeUndated,
                ])],
            async (_, row) =>
            {
                while (await row.ReadAsync(cancellation))
                {
                    if (row.ValueOrNull<DateTime>(0) is { } starts)
                    {
                        long first = row.GetInt64(3);
                        long last = isInOrder ? scope.LastPage(first, row.GetInt64(5)) : row.GetInt64(4);
                        pass.AddWindows(starts, policy.Window, row.GetInt32(1), row.GetInt64(2), first, last);
                    }
                    else
                    {
                        pass.AddTotal(row.GetInt32(1), row.GetInt64(2));
                    }
                }
            },
            cancellation);
        return pass;
    }

    private async Task<List<BlockedPair>> PairsAsync(ReplayPass pass)
    {
        (List<BlockedPair> pairs, long requests) = await PairsAsync(pass, pass.Pages.Merged(scope.MostPages));
        // Rows that lie elsewhere, against the order of the others: then all pages are read.
        return requests == pass.Named ? pairs : (await PairsAsync(pass, pages: null)).Pairs;
    }

    /// <returns>Whom the policy blocks, and all requests of the pass's windows on those pages.</returns>
    private async Task<(List<BlockedPair> Pairs, long Requests)> PairsAsync(ReplayPass pass, IReadOnlyList<(long First, long Last)>? pages)
    {
        Dictionary<(string, string), BlockedPair> pairs = [];
        long requests = 0;
        await transaction.RunAsync(
            [(ReplaySql.Settings, []), (ReplaySql.Windows(scope),
                [
                    .. Common(pass.Grain.Hashes, windows: 1),
                    policy.Limits,
                    pass.Windows.Select(window => window.Starts).ToArray(),
                    pass.Windows.Select(window => window.Cell).ToArray(),
                    policy.IsSliding,
                    pages?.Select(range => range.First).ToArray(),
                    pages?.Select(range => range.Last).ToArray(),
                ])],
            async (statement, row) =>
            {
                while (statement == 1 && await row.ReadAsync(cancellation))
                {
                    if (row.ValueOrNull<DateTime>(3) is null)
                    {
                        requests = row.GetInt64(2);
                    }
                    else
                    {
                        AddRun(pairs, row);
                    }
                }
            },
            cancellation);
        return ([.. pairs.Values], requests);
    }

    private void AddRun(Dictionary<(string, string), BlockedPair> pairs, DbDataReader row)
    {
        (string Identifier, string Endpoint) key = (row.GetString(0), row.GetString(1));
        if (!pairs.TryGetValue(key, out BlockedPair? pair))
        {
            pairs.Add(key, pair = new BlockedPair(key.Identifier, key.Endpoint, row.GetInt64(2)));
        }

        pair.Runs.Add((row.GetDateTime(3), row.GetDateTime(4)));
        if (!policy.IsSliding)
        {
            pair.Blocked += row.GetInt64(5);
            pair.Peak = Math.Max(pair.Peak, row.GetInt64(6));
            DateTimeOffset newest = row.GetTime(7);
            pair.LastBlockedAt = newest > pair.LastBlockedAt ? newest : pair.LastBlockedAt;
        }
    }

    /// <summary>From the window before a run on, in which all are allowed still, each request as it came.</summary>
    private async Task SlideAsync(List<BlockedPair> pairs)
    {
        List<(BlockedPair Pair, DateTime From, DateTime To)> spans =
            [.. pairs.SelectMany(pair => pair.Runs.Order().Select(run => (pair, run.First - policy.Window, run.Last + policy.Window)))];
        Dictionary<BlockedPair, SlidingLog> logs =
            pairs.ToDictionary(pair => pair, pair => new SlidingLog(pair.Maximum, policy.Window));
        int current = -1;
        await RequestsAsync(spans, (span, at, requests) =>
        {
            SlidingLog log = logs[spans[span].Pair];
            if (span != current)
            {
                log.StartAnew();
                current = span;
            }

            log.Add(at, requests);
        });
        foreach ((BlockedPair pair, SlidingLog log) in logs.Where(log => log.Value.Blocked > 0))
        {
            pair.Blocked = log.Blocked;
            pair.Peak = log.Peak;
            pair.FirstBlockedAt = log.FirstBlockedAt;
            pair.LastBlockedAt = log.LastBlockedAt!.Value;
        }
    }

    /// <summary>Of a fixed window the first request over the limit has to be looked for: of those that are shown, and of
    /// those among which the first of all is.</summary>
    private async Task FirstOfFixedAsync(List<BlockedPair> pairs, List<BlockedPair> shown)
    {
        if (pairs.Count == 0)
        {
            return;
        }

        DateTime earliest = pairs.Min(pair => pair.FirstWindow);
        List<(BlockedPair Pair, DateTime From, DateTime To)> spans =
        [
            .. shown.Union(pairs.Where(pair => pair.FirstWindow == earliest))
                .Select(pair => (pair, pair.FirstWindow, pair.FirstWindow + policy.Window)),
        ];
        long[] counted = new long[spans.Count];
        await RequestsAsync(spans, (span, at, requests) =>
        {
            if ((counted[span] += requests) > spans[span].Pair.Maximum)
            {
                spans[span].Pair.FirstBlockedAt ??= at;
            }
        });
    }

    private Task RequestsAsync(
        List<(BlockedPair Pair, DateTime From, DateTime To)> spans, Action<int, DateTimeOffset, long> each) => transaction.RunAsync(
            [(Sql.Of("RateLimits/ReplayRequests.sql"),
                [
                    spans.Select(span => span.Pair.Identifier).ToArray(),
                    spans.Select(span => span.Pair.Endpoint).ToArray(),
                    spans.Select(span => span.From).ToArray(),
                    spans.Select(span => span.To).ToArray(),
                    scope.Since,
                    scope.Until,
                ])],
            async (_, row) =>
            {
                while (await row.ReadAsync(cancellation))
                {
                    each(row.GetInt32(0), new DateTimeOffset(row.GetDateTime(1)), row.GetInt32(2));
                }
            },
            cancellation);

    private async Task TotalAsync(List<BlockedPair> shown)
    {
        foreach ((int pair, long requests) in await transaction.QueryAsync(
            Sql.Of("RateLimits/ReplayTotals.sql"),
            [
                shown.Select(pair => pair.Identifier).ToArray(),
                shown.Select(pair => pair.Endpoint).ToArray(),
                scope.Since,
                scope.Until,
            ],
            row => (row.GetInt32(0), row.GetInt64(1)),
            cancellation))
        {
            shown[pair].Requests = requests;
        }
    }

    private object?[] Common(int hashes, int windows) =>
    [
        scope.Since,
        scope.Until,
        policy.WindowSeconds * windows,
        query.Identifier?.Regex,
        query.Endpoint?.Regex,
        policy.ExemptIdentifiers.ToArray(),
        _endpoints,
        hashes,
    ];
}
