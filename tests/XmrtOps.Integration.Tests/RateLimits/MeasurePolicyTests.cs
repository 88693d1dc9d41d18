using System.Globalization;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.RateLimits;

namespace XmrtOps.Integration.Tests.RateLimits;

public sealed class MeasurePolicyTests(SandboxServer server)
{
    // Six requests at once and a seventh 40 s later, on both sides of a full minute; a quiet caller beside them.
    private const string Requests =
        """
        TRUNCATE public.rate_limits;
        INSERT INTO public.rate_limits (identifier, endpoint, request_count, window_start)
        SELECT '203.0.113.7', '/api/mining-proxy', 1, date_trunc('minute', now()) - interval '10 min 30 s' + i * interval '1 s'
        FROM generate_series(0, 5) i;
        INSERT INTO public.rate_limits (identifier, endpoint, request_count, window_start) VALUES
            ('203.0.113.7', '/api/mining-proxy', 1, date_trunc('minute', now()) - interval '10 min' + interval '10 s'),
            ('lovable-chat', '/api/other', NULL, date_trunc('minute', now()) - interval '9 min'),
            ('lovable-chat', '/api/other', 9, date_trunc('minute', now()) - interval '8 min'),
            ('lovable-chat', '/api/other', 99, now() + interval '3 days'),
            ('lovable-chat', '/api/other', 99, now() - interval '3 days');
        """;

    [Fact]
    public async Task A_policy_is_judged_by_what_it_would_have_blocked()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Requests);
        using PwshSession session = database.Connect(culture: "de-DE");

        PwshResult said = session.Run("Measure-XmrtRateLimitPolicy 4").Succeeded();

        RateLimitPolicyResult result = said.Of<RateLimitPolicyResult>()[0];
        Assert.Equal(("db", "4/1m", 4L, TimeSpan.FromMinutes(1)), (result.Connection, result.Name, result.MaximumRequests, result.Window));
        // Those of the future and of three days ago are not replayed.
        Assert.Equal((17L, 10L, 7L, 2L), (result.Requests, result.AllowedRequests, result.BlockedRequests, result.IdentifiersBlocked));
        Assert.Equal(100d * 7 / 17, result.BlockedPercent);
        Assert.Equal(["lovable-chat", "203.0.113.7"], result.Worst.Select(one => one.Identifier));
        Assert.Equal((10L, 5L, 9L), (result.Worst[0].Requests!.Value, result.Worst[0].BlockedRequests, result.Worst[0].PeakRequests));
        Assert.Equal("lovable-chat /api/other: 5 of 10 blocked", result.Worst[0].ToString());
        Assert.Equal((7L, 2L, 6L), (result.Worst[1].Requests!.Value, result.Worst[1].BlockedRequests, result.Worst[1].PeakRequests));
        Assert.Equal(34, result.FirstBlockedAt!.Value.Second);
        Assert.Equal(result.Worst[0].LastBlockedAt, result.LastBlockedAt);
        Assert.Contains("4/1m                        17          7   41 %           2", said.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raising_the_limit_and_widening_the_window_are_measured_side_by_side()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Requests);
        using PwshSession session = database.Connect();

        IReadOnlyList<RateLimitPolicyResult> results = session.Run(
            "Measure-XmrtRateLimitPolicy 4, 9 1m, 5m -Algorithm FixedWindow, SlidingWindow -Identifier 203.*").Succeeded().Of<RateLimitPolicyResult>();

        Assert.Equal(
            ["4/1m", "9/1m", "4/5m", "9/5m", "4/1m sliding", "9/1m sliding", "4/5m sliding", "9/5m sliding"],
            results.Select(result => result.Name));
        Assert.All(results, result => Assert.Equal(7, result.Requests));
        // The minute forgets what was 40 s ago when it is full; the window that slides does not.
        Assert.Equal([2L, 0, 3, 0], results.Where(r => r.MaximumRequests == 4).Select(r => r.BlockedRequests).Take(1)
            .Concat(results.Where(r => r.MaximumRequests == 9).Select(r => r.BlockedRequests).Take(1))
            .Concat(results.Where(r => r.Name == "4/1m sliding").Select(r => r.BlockedRequests))
            .Concat(results.Where(r => r.Name == "9/5m sliding").Select(r => r.BlockedRequests)));
    }

    [Fact]
    public async Task Endpoints_and_identifiers_may_be_treated_apart_and_the_change_says_so()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Requests);
        using PwshSession session = database.Connect();

        PwshResult said = session.Run(
            "Measure-XmrtRateLimitPolicy 4 -EndpointLimit @{ '/api/mining-proxy' = 1000; \"it's`n/new\" = 5 } -ExemptIdentifier lovable-chat, \"a\\'b\"").Succeeded();

        RateLimitPolicyResult result = said.Of<RateLimitPolicyResult>()[0];
        Assert.Equal((0L, 17L, 10L), (result.BlockedRequests, result.AllowedRequests, result.ExemptRequests));
        Assert.Null(result.FirstBlockedAt);
        Assert.Equal(["No request to 'it's /new' was replayed: its limit met nobody."], said.Warnings);
        Assert.Contains(
            @"const maxRequests = endpoint === '/api/mining-proxy' ? 1000 : endpoint === 'it\'s\n/new' ? 5 : 4;", result.ChangeText, StringComparison.Ordinal);
        Assert.Contains("const windowMs = 60000;", result.ChangeText, StringComparison.Ordinal);
        Assert.Contains(@"const isExempt = ['lovable-chat', 'a\\\'b'].includes(identifier);", result.ChangeText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_change_of_a_sliding_window_is_another_one()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Requests);
        using PwshSession session = database.Connect(culture: "de-DE");

        RateLimitPolicyResult result = session.Run("Measure-XmrtRateLimitPolicy 1500 90s -Algorithm SlidingWindow").Succeeded().Of<RateLimitPolicyResult>()[0];

        Assert.Equal(
            """
            // In the edge function that answers 429:
            const maxRequests = 1500;
            const windowMs = 90000;
            // Sliding: allow while fewer than maxRequests allowed ones are younger than windowMs.
            """.ReplaceLineEndings("\n"),
            result.ChangeText);
    }

    [Fact]
    public async Task Policies_come_from_the_pipe_and_results_go_back_into_it()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Requests);
        using PwshSession session = database.Connect();

        IReadOnlyList<RateLimitPolicyResult> results = session.Run(
            """
            [pscustomobject]@{ Name = 'strict'; MaximumRequests = 2; Window = '5m' },
            [pscustomobject]@{ MaximumRequests = 50; Window = [timespan]'00:10:00' } | Measure-XmrtRateLimitPolicy
            """).Succeeded().Of<RateLimitPolicyResult>();
        session.Set("strict", results[0]);

        Assert.Equal(["strict", "50/10m"], results.Select(result => result.Name));
        Assert.Equal(
            results[0].BlockedRequests,
            session.Run("$strict | Measure-XmrtRateLimitPolicy").Succeeded().Of<RateLimitPolicyResult>()[0].BlockedRequests);
    }

    [Fact]
    public async Task Names_are_data_whatever_is_in_them()
    {
        await using TestDatabase database = await server.CopyAsync();
        string odd = "it's \"a\"; -- *[?]\n" + new string('x', 1000);
        await database.RunAsync(
            $"""
             TRUNCATE public.rate_limits;
             INSERT INTO public.rate_limits (identifier, endpoint, window_start)
             SELECT '{odd.Replace("'", "''", StringComparison.Ordinal)}', '/api', date_trunc('hour', now() - interval '2 hours') + i * interval '1 ms' FROM generate_series(1, 5) i
             """);
        using PwshSession session = database.Connect();
        session.Set("odd", odd);
        session.Set("long", new string('y', 10_000));
        session.Set("nul", "a\0b");

        Assert.Equal(odd, session.Run("Measure-XmrtRateLimitPolicy 1 -Detail").Succeeded().Of<RateLimitedIdentifier>()[0].Identifier);
        RateLimitPolicyResult exempt = session.Run("Measure-XmrtRateLimitPolicy 1 -ExemptIdentifier $odd, $long, $nul, '*'")
            .Succeeded().Of<RateLimitPolicyResult>()[0];
        Assert.Equal((0L, 5L), (exempt.BlockedRequests, exempt.ExemptRequests));
        Assert.Equal(4, session.Run("Measure-XmrtRateLimitPolicy 1 -ExemptIdentifier '*'").Succeeded().Of<RateLimitPolicyResult>()[0].BlockedRequests);
        Assert.Equal(0, session.Run("Measure-XmrtRateLimitPolicy 1 -Identifier $long -WarningAction Ignore").Succeeded().Of<RateLimitPolicyResult>()[0].Requests);
    }

    [Theory]
    [InlineData("0", "ParameterArgumentValidationError")]
    [InlineData("-5", "ParameterArgumentValidationError")]
    [InlineData("5 0s", "DurationNotPositive")]
    [InlineData("5 -1m", "DurationNotPositive")]
    [InlineData("5 60", "BareNumberAsTime")]
    [InlineData("5 '1m','1.5s'", "DurationOutOfRange")]
    [InlineData("5 400d", "DurationOutOfRange")]
    [InlineData("5 2026-01-01", "NotADuration")]
    [InlineData("-Since 30", "BareNumberAsTime")]
    [InlineData("-EndpointLimit @{ '/a' = 0 }", "InvalidEndpointLimit")]
    [InlineData("-EndpointLimit @{ '/a' = 'many' }", "InvalidEndpointLimit")]
    [InlineData("-EndpointLimit @{ '/a' = 1.5 }", "InvalidEndpointLimit")]
    [InlineData("-EndpointLimit @{ '' = 5 }", "InvalidEndpointLimit")]
    [InlineData("-Identifier '['", "InvalidWildcard")]
    public async Task A_bad_policy_is_an_error_with_a_name(string arguments, string errorId)
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        PwshResult result = session.Run($"Measure-XmrtRateLimitPolicy {arguments}");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task What_cannot_be_seen_is_no_result()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);

        Assert.Equal(["RecordsHiddenByRls"], session.Run("$null = Connect-Xmrt $url; Measure-XmrtRateLimitPolicy").ErrorIds);
        await database.RunAsync("ALTER TABLE public.rate_limits RENAME TO limits");
        using PwshSession other = database.Connect();
        Assert.Equal(["RelationMissing"], other.Run("Measure-XmrtRateLimitPolicy").ErrorIds);
    }

    [Fact]
    public async Task Rows_without_a_time_or_of_no_time_are_told_of_or_left_out()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            TRUNCATE public.rate_limits;
            ALTER TABLE public.rate_limits ALTER window_start DROP NOT NULL;
            INSERT INTO public.rate_limits (identifier, endpoint, window_start)
            VALUES ('a', '/', NULL), ('a', '/', NULL), ('a', '/', 'infinity'), ('a', '/', '-infinity'), ('a', '/', now() - interval '1 min');
            """);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Measure-XmrtRateLimitPolicy 1 -Since 0001-01-01").Succeeded();

        Assert.InRange(result.Of<RateLimitPolicyResult>()[0].Requests, 1, 2);
        Assert.Equal(["2 requests have no window_start and are left out."], result.Warnings);
    }

    [Theory]
    [InlineData("FixedWindow", 4, 1)]
    [InlineData("FixedWindow", 4, 14)]
    [InlineData("SlidingWindow", 4, 18)]
    [InlineData("SlidingWindow", 25, 14)]
    [InlineData("SlidingWindow", 4, 0)]
    public async Task Requests_that_were_written_late_are_not_overlooked(string algorithm, int limit, int late)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
             TRUNCATE public.rate_limits;
             ALTER TABLE public.rate_limits DROP CONSTRAINT rate_limits_identifier_endpoint_window_start_key;
             -- For a day somebody else every 20 s, and in the middle of it twenty requests of one within a second.
             INSERT INTO public.rate_limits (identifier, endpoint, window_start)
             SELECT i, '/', date_trunc('minute', now()) - interval '100000 s' + i * interval '20 s' FROM generate_series(1, 3000) i;
             INSERT INTO public.rate_limits (identifier, endpoint, window_start)
             SELECT 'one', '/', date_trunc('minute', now()) - interval '40000 s' + i * interval '50 ms' FROM generate_series(1, {20 - late}) i;
             INSERT INTO public.rate_limits (identifier, endpoint, window_start)
             SELECT i, '/', date_trunc('minute', now()) - interval '40000 s' + i * interval '20 s' FROM generate_series(1, 2000) i;
             ANALYZE public.rate_limits;
             -- The statistics say that all lies in the order of its time, and these do not.
             INSERT INTO public.rate_limits (identifier, endpoint, window_start)
             SELECT 'one', '/', date_trunc('minute', now()) - interval '40000 s' + i * interval '50 ms' FROM generate_series({21 - late}, 20) i;
             """));
        using PwshSession session = database.Connect();

        RateLimitPolicyResult result = session.Run($"Measure-XmrtRateLimitPolicy {limit} 20s -Algorithm {algorithm} -Since 2d")
            .Succeeded().Of<RateLimitPolicyResult>()[0];

        Assert.Equal((5020L, Math.Max(0L, 20 - limit)), (result.Requests, result.BlockedRequests));
    }

    [Fact]
    public async Task Nothing_recorded_is_no_proof_that_nobody_is_blocked()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("TRUNCATE public.rate_limits");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Measure-XmrtRateLimitPolicy").Succeeded();

        Assert.Null(result.Of<RateLimitPolicyResult>()[0].BlockedPercent);
        Assert.Contains("says nothing of the policy. public.rate_limits is empty", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_only_reads()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        string before = await FingerprintAsync(database);

        session.Run("Measure-XmrtRateLimitPolicy 1, 2 -Since 120d -Algorithm FixedWindow, SlidingWindow").Succeeded();

        Assert.Equal(before, await FingerprintAsync(database));
    }

    private static Task<string> FingerprintAsync(TestDatabase database) => database.ValueAsync<string>(
        """
        SELECT (SELECT count(*) FROM pg_proc) || ' ' || md5(string_agg(r::text, '' ORDER BY id)) FROM public.rate_limits r
        """);
}
