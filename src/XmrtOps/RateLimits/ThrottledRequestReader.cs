using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Logs;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.RateLimits;

/// <summary>Gathers what was refused with 429 from all logs, and says which could not be looked at.</summary>
internal static class ThrottledRequestReader
{
    private const int MostRows = 20_000;

    private static readonly ThrottleOrigin[] s_ofSupabase =
        [ThrottleOrigin.Application, ThrottleOrigin.Auth, ThrottleOrigin.FunctionPlatform, ThrottleOrigin.Api];

    public static async IAsyncEnumerable<ThrottledRequest> ReadAsync(
        XmrtConnection connection, LogSpan span, Page page, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<ThrottledRequest> supabase =
            await AskAsync(() => SupabaseAsync(connection, span, notices, cancellation), s_ofSupabase, "logs");
        List<ThrottledRequest> all =
        [
            .. supabase,
            .. supabase.Any(request => !request.IsMeasured) ? await RecordedAsync(connection, span, notices, cancellation) : [],
            .. await AskAsync(() => VercelAsync(connection, span, notices, cancellation), [ThrottleOrigin.Firewall], "request-logs"),
            .. await AskAsync(() => BansAsync(connection, notices, cancellation), [ThrottleOrigin.NetworkBan], "network-bans"),
        ];
        // What is not known, and who is banned, must not be cut off by a long list.
        List<ThrottledRequest> counted =
        [
            .. all.Where(request => request.Requests is not null)
                .OrderByDescending(request => request.Requests)
                .ThenByDescending(request => request.LastSeen)
                .ThenBy(request => request.Endpoint, StringComparer.Ordinal)
                .ThenBy(request => request.Identifier, StringComparer.Ordinal),
        ];
        List<ThrottledRequest> shown = page.Of(counted);
        page.Announce(shown.Count, counted.Count, "kinds of throttled requests", notices);
        DateTimeOffset now = DateTimeOffset.Now;
        foreach (ThrottledRequest request in shown.Concat(all.Where(request => request.Requests is null)))
        {
            yield return request with { Connection = connection.Name, MeasuredAt = now };
        }
    }

    private static async Task<IReadOnlyList<ThrottledRequest>> AskAsync(
        Func<Task<IReadOnlyList<ThrottledRequest>>> ask, IReadOnlyList<ThrottleOrigin> origins, string source)
    {
        try
        {
            return await ask();
        }
        catch (XmrtException fault) when (fault.ErrorId is not ("ConnectionClosed" or "Unexpected"))
        {
            return
            [
                .. origins.Select(origin => new ThrottledRequest
                {
                    Origin = origin,
                    IsMeasured = false,
                    Source = source,
                    Reason = fault.Message,
                    Remedy = fault.Remedy,
                }),
            ];
        }
    }

    private static async Task<IReadOnlyList<ThrottledRequest>> SupabaseAsync(
        XmrtConnection connection, LogSpan span, INotices notices, CancellationToken cancellation)
    {
        IReadOnlyList<RefusedCalls> refused = await new RefusedCallReader(connection, notices)
            .ReadAsync(RefusedCallReader.HttpCalls, [429], span, cancellation);
        SupabaseAuthConfig? config = refused.Any(calls => calls.Source == "auth_logs")
            ? await ConfigAsync(connection, notices, cancellation)
            : null;
        return [.. refused.Select(calls => ThrottleOrigins.Of(connection, calls, config))];
    }

    /// <summary>The database's side, for when the platform's log cannot be asked: that holds the same calls.</summary>
    private static async Task<IReadOnlyList<ThrottledRequest>> RecordedAsync(
        XmrtConnection connection, LogSpan span, INotices notices, CancellationToken cancellation)
    {
        (IReadOnlyList<RefusedCalls> calls, string? whyNot) =
            await RecordedRefusalReader.ReadAsync(connection, [429], span, notices, cancellation);
        return whyNot is null
            ? [.. calls.Select(refused => ThrottleOrigins.Of(connection, refused, null))]
            :
            [
                new ThrottledRequest
                {
                    Origin = ThrottleOrigin.Application,
                    IsMeasured = false,
                    Source = RecordedRefusalReader.Table,
                    Reason = whyNot,
                },
            ];
    }

    private static async Task<SupabaseAuthConfig?> ConfigAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        try
        {
            return await connection.Supabase.GetAuthConfigAsync(notices, cancellation);
        }
        catch (XmrtException fault) when (fault.ErrorId != "ConnectionClosed")
        {
            notices.Warn($"Auth's limits are named without their values. {fault.Message}");
            return null;
        }
    }

    private static async Task<IReadOnlyList<ThrottledRequest>> VercelAsync(
        XmrtConnection connection, LogSpan span, INotices notices, CancellationToken cancellation)
    {
        List<(ThrottledRequest Request, DateTimeOffset? At)> rows = [];
        VercelLogQuery query = new() { Since = span.From, Until = span.Until, StatusCode = "429" };
        await foreach (VercelRequestLog row in connection.Vercel.ListRequestsAsync(query, notices, cancellation))
        {
            if (row.StatusCode == 429)
            {
                rows.Add((ThrottleOrigins.Of(row), row.Timestamp));
            }

            if (rows.Count == MostRows)
            {
                notices.Warn("Of Vercel's log the newest 20000 answers of 429 were counted: there may be more.");
                break;
            }
        }

        return
        [
            .. rows.GroupBy(row => row.Request).Select(same => same.Key with
            {
                Requests = same.LongCount(),
                FirstSeen = same.Min(row => row.At),
                LastSeen = same.Max(row => row.At),
            }),
        ];
    }

    private static async Task<IReadOnlyList<ThrottledRequest>> BansAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        [.. (await connection.Supabase.GetNetworkBansAsync(notices, cancellation)).Select(ThrottleOrigins.Of)];
}
