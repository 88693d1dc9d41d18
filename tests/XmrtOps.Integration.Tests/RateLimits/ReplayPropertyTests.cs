using System.Data.Common;
using System.Globalization;
using CsCheck;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.RateLimits;

namespace XmrtOps.Integration.Tests.RateLimits;

/// <summary>What is ruled out in the database, and what is gone through, comes to what a limiter would have done.</summary>
public sealed class ReplayPropertyTests(SandboxServer server)
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 11, 59, 50, TimeSpan.Zero);

    // Half seconds, so that ties and distances of exactly a window are common; some off by a microsecond.
    private static readonly Gen<Row> s_row = Gen.Select(
        Gen.Int[0, 2],
        Gen.Int[0, 1],
        Gen.Frequency((3, Gen.Int[0, 60]), (1, Gen.Int[0, 4000])),
        Gen.Int[-1, 1],
        Gen.Frequency((12, Gen.Const((int?)1)), (1, Gen.Const((int?)null)), (2, Gen.Int[-1, 9].Select(n => (int?)n))),
        (who, what, half, off, count) => new Row($"client {who}", $"/{what}", s_start.AddMilliseconds(500 * half).AddMicroseconds(half == 0 ? 0 : off), count));

    private static readonly Gen<Case> s_case = Gen.Select(
        s_row.Array[0, 150],
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[1, 40]))),
        Gen.Int[1, 6],
        Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, 9].Select(n => (int?)n)),
        Gen.OneOf(Gen.Const(1), Gen.Const(2), Gen.Const(7), Gen.Const(60), Gen.Const(3600)),
        Gen.Int[0, 20],
        (rows, layout, maximum, own, window, skipped) => new Case(
            rows, layout.Item1, layout.Item2, layout.Item3, maximum, own, TimeSpan.FromSeconds(window), s_start.AddSeconds(skipped)));

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    public async Task The_database_blocks_whom_a_limiter_would_have_blocked(RateLimitAlgorithm algorithm)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("ALTER TABLE public.rate_limits DROP CONSTRAINT rate_limits_identifier_endpoint_window_start_key");
        // A few rows a page, so that windows lie on several.
        await database.RunAsync("ALTER TABLE public.rate_limits SET (fillfactor = 10)");
        await using DbDataSource source = server.Administrator(database.Name);
        using PwshSession session = database.Connect();
        List<Case> cases = [];
        s_case.Sample(cases.Add, iter: 60, threads: 1);

        foreach (Case one in cases)
        {
            await FillAsync(source, one);
            session.Set("since", one.Since);
            session.Set("limits", one.Own is { } own ? new System.Collections.Hashtable { ["/1"] = own } : []);
            string command = string.Create(
                CultureInfo.InvariantCulture,
                $"Measure-XmrtRateLimitPolicy {one.Maximum} {one.Window.TotalSeconds}s -Algorithm {algorithm} -EndpointLimit $limits -Since $since -WarningAction Ignore");
            RateLimitPolicyResult result = session.Run(command).Succeeded().Of<RateLimitPolicyResult>()[0];
            IReadOnlyList<RateLimitedIdentifier> detail = session.Run(command + " -Detail").Succeeded().Of<RateLimitedIdentifier>();

            Check(one, algorithm, result, detail);
        }
    }

    private static void Check(
        Case one, RateLimitAlgorithm algorithm, RateLimitPolicyResult result, IReadOnlyList<RateLimitedIdentifier> detail)
    {
        Dictionary<(string, string), NaiveReplay> naive = [];
        foreach (Row row in one.Rows.Where(row => row.At >= one.Since).OrderBy(row => row.At))
        {
            if (!naive.TryGetValue((row.Identifier, row.Endpoint), out NaiveReplay? log))
            {
                naive[(row.Identifier, row.Endpoint)] = log = new NaiveReplay(row.Endpoint == "/1" ? one.Own ?? one.Maximum : one.Maximum, one.Window, algorithm);
            }

            for (int i = 0; i < (row.Count ?? 1); i++)
            {
                log.Ask(row.At);
            }
        }

        List<DateTimeOffset> blocked = [.. naive.Values.SelectMany(log => log.Blocked).Order()];
        Assert.Equal(naive.Values.Sum(log => log.Requests), result.Requests);
        Assert.Equal(blocked.Count, result.BlockedRequests);
        Assert.Equal(result.Requests, result.AllowedRequests + result.BlockedRequests);
        Assert.Equal(blocked.Count == 0 ? null : blocked[0], result.FirstBlockedAt);
        Assert.Equal(blocked.Count == 0 ? null : blocked[^1], result.LastBlockedAt);
        Assert.Equal(naive.Where(log => log.Value.Blocked.Count > 0).Select(log => log.Key.Item1).Distinct().Count(), result.IdentifiersBlocked);
        Assert.Equal(
            naive.Where(log => log.Value.Blocked.Count > 0)
                .Select(log => (log.Key.Item1, log.Key.Item2, log.Value.Requests, log.Value.Blocked.Count, log.Value.Peak, log.Value.Blocked[0], log.Value.Blocked[^1]))
                .Order(),
            detail.Select(d => (d.Identifier, d.Endpoint, d.Requests!.Value, (int)d.BlockedRequests, d.PeakRequests, d.FirstBlockedAt!.Value, d.LastBlockedAt))
                .Order());
    }

    private static async Task FillAsync(DbDataSource source, Case one)
    {
        await SandboxServer.RunAsync(source, "TRUNCATE public.rate_limits");
        int early = Math.Max(0, one.Rows.Length - one.Late);
        IEnumerable<Row> first = one.Rows[..early];
        await InsertAsync(source, [.. one.IsInOrder ? first.OrderBy(row => row.At) : first]);
        if (one.IsAnalyzed)
        {
            await SandboxServer.RunAsync(source, "ANALYZE public.rate_limits");
        }

        // Where the others are in their order, these are not, and the statistics know nothing of them.
        await InsertAsync(source, one.Rows[early..]);
    }

    private static async Task InsertAsync(DbDataSource source, Row[] rows)
    {
        await using DbCommand command = source.CreateCommand(
            "INSERT INTO public.rate_limits (identifier, endpoint, window_start, request_count) SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::integer[])");
        foreach (object values in new object[]
        {
            rows.Select(row => row.Identifier).ToArray(),
            rows.Select(row => row.Endpoint).ToArray(),
            rows.Select(row => row.At.UtcDateTime).ToArray(),
            rows.Select(row => row.Count).ToArray(),
        })
        {
            DbParameter parameter = command.CreateParameter();
            parameter.Value = values;
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }

    private sealed record Row(string Identifier, string Endpoint, DateTimeOffset At, int? Count);

    private sealed record Case(
        Row[] Rows, bool IsInOrder, bool IsAnalyzed, int Late, long Maximum, int? Own, TimeSpan Window, DateTimeOffset Since);
}
