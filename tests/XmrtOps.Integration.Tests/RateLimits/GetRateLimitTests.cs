using System.Data.Common;
using System.Diagnostics;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.RateLimits;

namespace XmrtOps.Integration.Tests.RateLimits;

public sealed class GetRateLimitTests(SandboxServer server)
{
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_are_summed_per_identifier_endpoint_and_minute()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            TRUNCATE public.rate_limits;
            INSERT INTO public.rate_limits (identifier, endpoint, request_count, window_start)
            SELECT '203.0.113.7', '/api/mining-proxy', 1, date_trunc('minute', now()) - interval '5 min' + i * interval '1 s'
            FROM generate_series(0, 41) i;
            INSERT INTO public.rate_limits (identifier, endpoint, request_count, window_start) VALUES
                ('203.0.113.7', '/api/other', NULL, now() - interval '7 min'),
                ('2001:db8::1', '/api/mining-proxy', 7, now() - interval '9 min'),
                ('2001:db8::1', '/api/mining-proxy', 99, now() - interval '2 hours');
            """);
        using PwshSession session = database.Connect();

        IReadOnlyList<RateLimit> limits = session.Run("Get-XmrtRateLimit").Succeeded().Of<RateLimit>();

        Assert.Equal([42, 7, 1], limits.Select(limit => limit.Requests));
        Assert.Equal([42, 1, 1], limits.Select(limit => limit.RecordedRows));
        Assert.All(limits, limit => Assert.Equal(0, limit.WindowStart.Second));
        Assert.Equal(
            [106L, 43L],
            session.Run("Get-XmrtRateLimit -Since 3h -Window 1d | ForEach-Object { $_ }").Succeeded().Of<RateLimit>()
                .GroupBy(limit => limit.Identifier).Select(group => group.Sum(limit => limit.Requests)).OrderDescending());
        Assert.Equal(
            [7L],
            session.Run("Get-XmrtRateLimit 2001:* -MinimumCount 5").Succeeded().Of<RateLimit>().Select(l => l.Requests));
    }

    [Theory]
    [InlineData("-Window 0", "BareNumberAsTime")]
    [InlineData("-Window 0s", "DurationNotPositive")]
    [InlineData("-Window -5m", "DurationNotPositive")]
    [InlineData("-Window 1.5s", "DurationOutOfRange")]
    [InlineData("-Window 2026-01-01", "NotADuration")]
    [InlineData("-Since 30", "BareNumberAsTime")]
    [InlineData("-Since soon", "UnreadableTime")]
    [InlineData("-Identifier '['", "InvalidWildcard")]
    public async Task A_bad_time_is_an_error_with_a_name_and_a_remedy(string arguments, string errorId)
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        PwshResult result = session.Run($"Get-XmrtRateLimit {arguments}");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.NotEmpty(result.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("30d")]
    [InlineData("90s")]
    [InlineData("1h")]
    [InlineData("2w")]
    [InlineData("([timespan]::FromDays(2))")]
    [InlineData("([datetime]::Today)")]
    public async Task Ages_are_typed_without_quotes(string since)
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        session.Run($"Get-XmrtRateLimit -Since {since}").Succeeded();
    }

    [Fact]
    public async Task The_default_says_how_much_it_leaves_out()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            TRUNCATE public.rate_limits;
            INSERT INTO public.rate_limits (identifier, endpoint, window_start)
            SELECT 'client-' || i, '/api', now() - interval '1 min' FROM generate_series(1, 30) i;
            """);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtRateLimit");

        Assert.Equal(20, result.Output.Count);
        Assert.Contains("Showing 20 of 30 windows", result.Screen, StringComparison.Ordinal);
        Assert.Equal(30, session.Run("Get-XmrtRateLimit -All").Succeeded().Output.Count);
        Assert.Equal(
            30UL, session.Run("Get-XmrtRateLimit -First 1 -IncludeTotalCount").Succeeded().Output[0]!.BaseObject);
    }

    [Fact]
    public async Task A_role_that_sees_nothing_is_told_so()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);

        PwshResult result = session.Run("$null = Connect-Xmrt $url; Get-XmrtRateLimit").Succeeded();

        Assert.Empty(result.Output);
        Assert.Contains(result.Warnings, warning =>
            warning.Contains("hides rows of public.rate_limits from role app_reader", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_version_of_the_schema_is_one_clear_error()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        await database.RunAsync("ALTER TABLE public.rate_limits RENAME COLUMN identifier TO who");
        Assert.Equal(["ColumnMissing"], session.Run("Get-XmrtRateLimit").ErrorIds);
        await database.RunAsync("ALTER TABLE public.rate_limits RENAME TO limits");
        Assert.Equal(["RelationMissing"], session.Run("Get-XmrtRateLimit").ErrorIds);
    }

    [Theory]
    [InlineData("Get-XmrtRateLimit -Raw | ForEach-Object { $_ }")]
    [InlineData("foreach ($once in 1) { Get-XmrtRateLimit -Raw | ForEach-Object { $_; if ((++$n) -gt 1000) { break } } }")]
    public async Task Raw_rows_are_streamed_and_a_reader_left_early_ends_its_statement_at_once(string script)
    {
        await using TestDatabase database = await server.CopyAsync();
        await MakeEndlessAsync(database);
        using PwshSession session = database.Connect();
        await using DbConnection observer = await server.Administrator(database.Name).OpenConnectionAsync(Cancellation);
        List<TimeSpan> ends = [];
        for (int attempt = 0; attempt < 5 && (ends.Count == 0 || ends.Min() > s_atOnce); attempt++)
        {
            session.Set("n", 0);
            PwshRun run = session.Start(script);
            await run.UntilAsync(said => said.Output.Count > 1000, Cancellation);
            long started = Stopwatch.GetTimestamp();
            Task<PwshResult> leaving = script.Contains("break", StringComparison.Ordinal) ? run.Completion : run.StopAsync();
            while (await RunningAsync(observer) > 0)
            {
                Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
            }

            ends.Add(Stopwatch.GetElapsedTime(started));
            Assert.Empty((await leaving).Errors);
            Assert.Equal(0, await RunningAsync(observer));
        }

        // Read to its end it would take half a minute. The fastest of a few: the machine may be busy with other tests.
        Assert.InRange(ends.Min(), TimeSpan.Zero, s_atOnce);
    }

    [Fact]
    public async Task A_server_that_goes_away_in_mid_read_is_named()
    {
        await using TestDatabase database = await server.CopyAsync();
        await MakeEndlessAsync(database);
        using PwshSession session = database.Connect();

        PwshRun run = session.Start("Get-XmrtRateLimit -Raw | ForEach-Object { $_ }");
        await run.UntilAsync(said => said.Output.Count > 1000, Cancellation);
        await database.RunAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%rate_limits r%' AND pid <> pg_backend_pid()");
        PwshResult result = await run.Completion;

        Assert.Equal(["ConnectionLost"], result.ErrorIds);
        Assert.NotEmpty(session.Run("Get-XmrtRateLimit -Raw -First 1").Succeeded().Output);
    }

    /// <summary>Twenty million rows that take no time to make, and none to come to the first.</summary>
    private static Task MakeEndlessAsync(TestDatabase database) => database.RunAsync(
        """
        ALTER TABLE public.rate_limits RENAME TO rate_limits_stored;
        CREATE VIEW public.rate_limits AS
        SELECT gen_random_uuid() AS id, 'client' AS identifier, '/api' AS endpoint, 1 AS request_count,
               now() AS window_start, now() AS created_at
        FROM (SELECT generate_series(1, 20000000)) AS endless;
        GRANT SELECT ON public.rate_limits TO postgres;
        """);

    private static async Task<long> RunningAsync(DbConnection observer)
    {
        await using DbCommand command = observer.CreateCommand();
        command.CommandText =
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'active' AND query LIKE '%rate_limits r%' AND pid <> pg_backend_pid()
            """;
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
