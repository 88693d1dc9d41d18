using XmrtOps.Integration.Tests.Support;
using XmrtOps.RateLimits;

namespace XmrtOps.Integration.Tests.RateLimits;

public sealed class RateLimitTrendTests(SandboxServer server)
{
    private const string Requests =
        """
        TRUNCATE public.rate_limits;
        INSERT INTO public.rate_limits (identifier, endpoint, request_count, window_start)
        SELECT '203.0.113.7', '/api/a', 1, date_trunc('hour', now()) - interval '3 hours' + i * interval '1 s' FROM generate_series(0, 89) i;
        INSERT INTO public.rate_limits (identifier, endpoint, request_count, window_start) VALUES
            ('lovable-chat', '/api/a', NULL, date_trunc('hour', now()) - interval '2 hours'),
            ('lovable-chat', '/api/b', 9, date_trunc('hour', now()) - interval '1 hours'),
            ('old', '/api/b', 1, now() - interval '40 days');
        """;

    [Fact]
    public async Task Requests_are_summed_by_who_by_what_and_over_time_with_their_busiest_minute()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Requests);
        using PwshSession session = database.Connect();

        IReadOnlyList<RateLimitTrend> who = session.Run("Get-XmrtRateLimit -GroupBy Identifier -Since 1d").Succeeded().Of<RateLimitTrend>();
        IReadOnlyList<RateLimitTrend> what = session.Run("Get-XmrtRateLimit -GroupBy Endpoint -Since 1d").Succeeded().Of<RateLimitTrend>();
        IReadOnlyList<RateLimitTrend> when = session.Run("Get-XmrtRateLimit -GroupBy Window -Window 1h -Since 1d").Succeeded().Of<RateLimitTrend>();

        Assert.Equal([("203.0.113.7", 90L, 60L), ("lovable-chat", 10L, 9L)], who.Select(one => (one.Identifier!, one.Requests, one.PeakPerMinute)));
        Assert.Equal([90d, 10d], who.Select(one => one.SharePercent!.Value));
        Assert.Equal(who[0].FirstAt, who[0].PeakAt);
        Assert.Equal([("/api/a", 91L, 91L), ("/api/b", 9L, 1L)], what.Select(one => (one.Endpoint!, one.Requests, one.RecordedRows)));
        Assert.Equal([90L, 1, 9], when.Select(one => one.Requests));
        Assert.Equal(when.Select(one => one.WindowStart).Order(), when.Select(one => one.WindowStart));
        Assert.All(when, one => Assert.Equal((TimeSpan.FromHours(1), null, null), (one.Window, one.Identifier, one.Endpoint)));
    }

    [Fact]
    public async Task The_growth_of_the_table_is_told_with_its_remedy()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Requests);
        using PwshSession session = database.Connect(culture: "de-DE");

        PwshResult said = session.Run("Get-XmrtRateLimit -Growth").Succeeded();

        RateLimitGrowth growth = said.Of<RateLimitGrowth>()[0];
        Assert.Equal((93L, 1L, 92 / 7d), (growth.Rows, growth.OldRows, growth.RowsPerDay));
        Assert.True(growth.ProjectedBytes > growth.TotalBytes);
        Assert.Empty(session.Run(growth.Remedy + " -WhatIf").Errors);
        Assert.Contains("Remove-XmrtLog -Table rate_limits", said.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_purged_is_not_taken_for_the_size_of_what_is_left()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            TRUNCATE public.rate_limits;
            ALTER TABLE public.rate_limits SET (autovacuum_enabled = off);
            INSERT INTO public.rate_limits (identifier, endpoint, window_start)
            SELECT 'client', '/api', now() - i * interval '1 min' FROM generate_series(1, 9000) i;
            """);
        using PwshSession session = database.Connect();
        RateLimitGrowth before = session.Run("Get-XmrtRateLimit -Growth").Succeeded().Of<RateLimitGrowth>()[0];

        await database.RunAsync("DELETE FROM public.rate_limits WHERE identifier = 'client' AND window_start < now() - interval '1 hour'");
        RateLimitGrowth after = session.Run("Get-XmrtRateLimit -Growth").Succeeded().Of<RateLimitGrowth>()[0];

        Assert.InRange(before.BytesPerDay!.Value / before.RowsPerDay, 100, 600);
        Assert.InRange(after.BytesPerDay!.Value / after.RowsPerDay, 100, 600);
        Assert.InRange(after.Rows, 50, 70);
    }

    [Theory]
    [InlineData("Get-XmrtRateLimit")]
    [InlineData("Get-XmrtRateLimit -GroupBy Identifier")]
    [InlineData("Get-XmrtRateLimit -Growth")]
    public async Task A_table_that_nothing_writes_is_said_to_be_one(string command)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("UPDATE public.rate_limits SET window_start = window_start - interval '10 days'");
        using PwshSession session = database.Connect();

        string warning = Assert.Single(session.Run(command).Succeeded().Warnings);

        Assert.StartsWith("Nothing was written to public.rate_limits since ", warning, StringComparison.Ordinal);
        Assert.Contains("10 days ago", warning, StringComparison.Ordinal);
        Assert.Contains("It cannot tell who was answered 429", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_in_use_is_not()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        Assert.Empty(session.Run("Get-XmrtRateLimit nobody; Get-XmrtRateLimit -GroupBy Window -Since 30d -All; Get-XmrtRateLimit -Growth").Succeeded().Warnings);
    }

    [Fact]
    public async Task An_empty_table_has_no_growth_and_no_remedy()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("TRUNCATE public.rate_limits");
        using PwshSession session = database.Connect();

        PwshResult said = session.Run("Get-XmrtRateLimit -Growth").Succeeded();

        RateLimitGrowth growth = said.Of<RateLimitGrowth>()[0];
        Assert.Equal((0L, null, null, null, null), (growth.Rows, growth.OldestAt, growth.BytesPerDay, growth.ProjectedBytes, growth.Remedy));
        Assert.StartsWith("public.rate_limits is empty", Assert.Single(said.Warnings), StringComparison.Ordinal);
    }
}
