using System.Globalization;
using XmrtOps.Faults;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Logs;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Logs;

/// <summary>Get-XmrtLog over the stand-in's log engine.</summary>
public sealed class GetLogTests(SandboxServer server)
{
    private const string LogPath = "/v1/projects/";

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    [Fact]
    public async Task All_sources_have_one_shape()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        string mining = EdgeFunction.IdOf("mining-proxy").ToString();
        api.Write(Now.AddMinutes(-1), "function_edge_logs", "POST | 546", ("function_id", mining), ("response.status_code", "546"),
            ("request.method", "POST"), ("request.pathname", "/functions/v1/mining-proxy"), ("execution_time_ms", "1500"), ("execution_id", "e-1"));
        api.Write(Now.AddMinutes(-2), "function_logs", "boom", ("function_id", mining), ("level", "error"), ("execution_id", "e-1"));
        api.Write(Now.AddMinutes(-1), "postgres_logs", "denied", ("parsed.error_severity", "ERROR"), ("parsed.sql_state_code", "42501"));
        api.Write(Now.AddMinutes(-1), "auth_logs", "no", ("level", "info"), ("status", "403"), ("path", "/user"));
        api.Write(Now.AddMinutes(-1), "edge_logs", "GET | 200", ("response.status_code", "200"), ("request.path", "/rest/v1/x"), ("request.method", "GET"));
        using PwshSession session = api.Connect();

        IReadOnlyList<LogEntry> function = session.Run("Get-XmrtLog Function").Succeeded().Of<LogEntry>();
        LogEntry database = Assert.Single(session.Run("Get-XmrtLog Database").Succeeded().Of<LogEntry>());
        LogEntry auth = Assert.Single(session.Run("Get-XmrtLog Auth").Succeeded().Of<LogEntry>());
        LogEntry gateway = Assert.Single(session.Run("Get-XmrtLog Api").Succeeded().Of<LogEntry>());

        Assert.Equal(["POST | 546", "boom"], function.Select(line => line.Message));
        Assert.All(function, line => Assert.Equal(("mining-proxy", LogLevel.Error, "e-1", "logs"), (line.Function, line.Level, line.RequestId, line.Connection)));
        Assert.Equal((546, "POST", "/functions/v1/mining-proxy", 1500.0), (function[0].Status, function[0].Method, function[0].Path, function[0].DurationMs));
        Assert.Equal((LogLevel.Error, (int?)null, "42501"), (database.Level, database.Status, database.Attributes["parsed.sql_state_code"]));
        Assert.Equal((LogLevel.Warning, 403, "/user"), (auth.Level, auth.Status, auth.Path));
        Assert.Equal((LogLevel.Info, 200, "/rest/v1/x", LogSource.Api), (gateway.Level, gateway.Status, gateway.Path, gateway.Source));
        Assert.Equal(TimeSpan.Zero, gateway.Timestamp.Offset);
    }

    [Fact]
    public async Task Lines_of_one_instant_are_neither_lost_nor_doubled_where_a_page_ends()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        DateTimeOffset instant = Now.AddMinutes(-10);
        for (int i = 0; i < 2_500; i++)
        {
            // All at one instant, but for some before and after it.
            api.Write(instant.AddMilliseconds(i < 200 ? -i : i > 2_300 ? i : 0), "edge_logs", i.ToString(CultureInfo.InvariantCulture));
        }

        using PwshSession session = api.Connect();

        IReadOnlyList<LogEntry> newest = session.Run("Get-XmrtLog Api -All").Succeeded().Of<LogEntry>();
        IReadOnlyList<LogEntry> oldest = session.Run("Get-XmrtLog Api -All -OldestFirst").Succeeded().Of<LogEntry>();

        Assert.Equal(2_500, newest.Select(line => line.Message).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2_500, newest.Count);
        Assert.Equal(newest.Select(line => line.Id), oldest.Reverse().Select(line => line.Id));
        Assert.Equal(newest.Select(line => line.Timestamp), newest.Select(line => line.Timestamp).OrderDescending());
    }

    [Fact]
    public async Task Ninety_days_are_read_by_days_each_line_once()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        DateTimeOffset midnight = new(Now.UtcDateTime.Date, TimeSpan.Zero);
        for (int day = 1; day < 90; day++)
        {
            // At full minutes, where windows meet.
            api.Write(midnight.AddDays(-day), "postgres_logs", $"midnight {day}");
            api.Write(LogSpan.Ceiling(Now).AddDays(-day), "postgres_logs", $"now {day}");
        }

        using PwshSession session = api.Connect();

        PwshResult result = session.Run("Get-XmrtLog Database -Since 90d -All").Succeeded();

        Assert.Equal(178, result.Output.Count);
        Assert.Equal(178, result.Of<LogEntry>().Select(line => line.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.NotEmpty(result.Progress);
        Assert.All(api.StandIn.Journal.Requests, request => Assert.Equal("/v1/projects", request.Path[..12]));
    }

    [Theory]
    [InlineData("-Level Error", "e5 boot")]
    [InlineData("-Level Warning, Error -Status 4xx", "w4")]
    [InlineData("-Status 503", "e5")]
    [InlineData("-Status 200, 5xx", "e5 i2")]
    [InlineData("-Text BOO", "boot")]
    [InlineData("-Text \"o'b\"", "o'brien 50%")]
    [InlineData("-Text '50%'", "o'brien 50%")]
    [InlineData("-Text '%'", "o'brien 50%")]
    [InlineData("-Text '\\'", "")]
    [InlineData("mining-*", "e5")]
    [InlineData("mining-proxy, ai-chat", "e5 w4")]
    [InlineData("-Since 10m -Until 5m", "i2")]
    [InlineData("-First 2", "e5 w4")]
    [InlineData("-First 1 -Skip 1", "w4")]
    public async Task What_is_asked_for_is_filtered_there(string arguments, string messages)
    {
        await using LogApi api = await LogApi.StartAsync(server);
        string Id(string name) => EdgeFunction.IdOf(name).ToString();
        api.Write(Now.AddMinutes(-1), "function_edge_logs", "e5", ("response.status_code", "503"), ("function_id", Id("mining-proxy")));
        api.Write(Now.AddMinutes(-2), "function_edge_logs", "w4", ("response.status_code", "404"), ("function_id", Id("ai-chat")));
        api.Write(Now.AddMinutes(-6), "function_edge_logs", "i2", ("response.status_code", "200"), ("function_id", Id("gemini-chat")));
        api.Write(Now.AddMinutes(-11), "function_logs", "boot", ("level", "error"), ("function_id", Id("gemini-chat")));
        api.Write(Now.AddMinutes(-12), "function_logs", "o'brien 50%", ("level", "log"), ("function_id", Id("gemini-chat")));
        using PwshSession session = api.Connect();

        Assert.Equal(messages, string.Join(' ', session.Run($"Get-XmrtLog Function {arguments}").Succeeded().Of<LogEntry>().Select(line => line.Message)));
    }

    [Theory]
    [InlineData("Function 'mining/proxy'", "UnknownFunction")]
    [InlineData("Function mining", "UnknownFunction")]
    [InlineData("Function '['", "InvalidWildcard")]
    [InlineData("Api mining-proxy", "FilterNotOfSource")]
    [InlineData("Database -Status 500", "FilterNotOfSource")]
    [InlineData("Api -Status 5x", "InvalidStatus")]
    [InlineData("Api -Since 1h -Until 2h", "EmptyTimeRange")]
    [InlineData("Api -Since 90", "BareNumberAsTime")]
    public async Task Bad_input_is_an_error_with_a_name(string arguments, string errorId)
    {
        await using LogApi api = await LogApi.StartAsync(server);
        using PwshSession session = api.Connect();

        Assert.Equal([errorId], session.Run($"Get-XmrtLog {arguments}").ErrorIds);
    }

    [Fact]
    public async Task An_empty_log_is_no_line_and_no_error()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        using PwshSession session = api.Connect();

        Assert.Empty(session.Run("Get-XmrtLog Auth").Succeeded().Output);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_fault_in_the_middle_of_paging_is_got_over(int status)
    {
        await using LogApi api = await LogApi.StartAsync(server);
        Fill(api, 2_500);
        using PwshSession session = api.Connect();
        session.Run("$null = Get-XmrtLog Api -First 1").Succeeded();
        using Fuse fuse = new(api, after: 1, Fault.Status(status, ("Retry-After", "0")));

        IReadOnlyList<LogEntry> lines = session.Run("Get-XmrtLog Api -All").Succeeded().Of<LogEntry>();

        Assert.Equal(2_500, lines.Select(line => line.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.True(fuse.HasBlown);
    }

    [Fact]
    public async Task A_page_of_html_in_the_middle_is_an_error_after_the_lines_that_were_read()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        Fill(api, 2_500);
        using PwshSession session = api.Connect();
        using Fuse fuse = new(api, after: 1, Fault.Status(200) with { Body = "<html>Sign in</html>", ContentType = "text/html" });

        PwshResult result = session.Run("Get-XmrtLog Api -All");

        Assert.Equal(["UnreadableAnswer"], result.ErrorIds);
        Assert.Equal(1_000, result.Output.Count);
        Assert.DoesNotContain(api.Identity.SupabaseToken, result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engines_own_refusal_is_an_error_and_not_an_empty_log()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        using PwshSession session = api.Connect();
        using IDisposable fault = api.StandIn.Faults.While(
            Fault.Status(200) with { Body = """{"result":null,"error":{"code":400,"message":"Query exceeded memory"}}""", ContentType = "application/json" }, LogPath);

        PwshResult result = session.Run("Get-XmrtLog Api");

        Assert.Equal(["LogQueryRejected"], result.ErrorIds);
        Assert.Contains("Query exceeded memory", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_lasts_longer_than_is_waited_for_is_an_error_at_once_that_says_when_to_come_back()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        using PwshSession session = api.Connect();
        using IDisposable fault = api.StandIn.Faults.While(Fault.Status(429, ("Retry-After", "3600")), LogPath);

        PwshResult result = session.Run("Get-XmrtLog Api");

        Assert.Equal(["RateLimited"], result.ErrorIds);
        XmrtException limited = Assert.IsType<XmrtException>(result.Errors[0].Exception);
        string at = $"{limited.Platform!.RetryAt!.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
        Assert.Contains($"until {at}; a question waits 3 min at most", limited.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Try again after {at}", limited.Remedy, StringComparison.Ordinal);
        Assert.Equal(1, limited.Platform.Tries);
    }

    [Fact]
    public async Task The_platforms_limit_is_waited_for()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        (api.Platform.Limiter.IsEnabled, api.Platform.Limiter.SlowPerMinute) = (true, 1);
        Fill(api, 1_001);
        using PwshSession session = api.Connect();
        await using PwshRunGuard run = new(session.Start("Get-XmrtLog Api -All -Verbose"));

        PwshResult waiting = await run.Run.UntilAsync(
            soFar => soFar.Output.Count == 1_000 && soFar.Verbose.Any(line => line.StartsWith("Waiting", StringComparison.Ordinal)), TestContext.Current.CancellationToken);

        Assert.Empty(waiting.Errors);
    }

    [Fact]
    public async Task A_clock_that_is_behind_is_told_and_the_right_hour_read()
    {
        await using LogApi api = await LogApi.StartAsync(server, new ShiftedClock(TimeSpan.FromHours(3)));
        api.Write(Now.AddHours(3).AddMinutes(-1), "edge_logs", "now, there");
        api.Write(Now.AddMinutes(-1), "edge_logs", "three hours ago, there");
        using PwshSession session = api.Connect();

        PwshResult result = session.Run("Get-XmrtLog Api").Succeeded();

        Assert.Equal("now, there", Assert.Single(result.Of<LogEntry>()).Message);
        Assert.Contains("behind Supabase's", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_and_terminal_sequences_of_others_do_not_reach_the_screen()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        string secret = "sb_secret_" + new string('x', 31);
        api.Write(Now.AddMinutes(-1), "edge_logs", $"\u001b]0;title\u0007\u001b[31mkey {secret}\u001b[0m\nnext", ("request.search", $"?key={secret}"));
        using PwshSession session = api.Connect();

        PwshResult result = session.Run("Get-XmrtLog Api");

        Assert.Contains("key *** next", result.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, result.Of<LogEntry>()[0].Attributes["request.search"], StringComparison.Ordinal);
        Assert.DoesNotContain("title", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_shows_each_line_once_and_late_ones_too()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        api.Write(Now.AddSeconds(-5), "edge_logs", "first");
        using PwshSession session = api.Connect();
        await using PwshRunGuard run = new(session.Start("Get-XmrtLog Api -Follow -Interval 100ms"));
        await run.Run.UntilAsync(soFar => soFar.Output.Count == 1, TestContext.Current.CancellationToken);
        api.StandIn.Faults.Next(4, Fault.Status(503, ("Retry-After", "0")), LogPath);
        api.Write(Now.AddSeconds(-15), "edge_logs", "late");
        api.Write(Now, "edge_logs", "second");

        PwshResult result = await run.Run.UntilAsync(soFar => soFar.Output.Count >= 3, TestContext.Current.CancellationToken);
        PwshResult stopped = await run.Run.StopAsync();

        Assert.Equal(["first", "late", "second"], result.Of<LogEntry>().Select(line => line.Message));
        Assert.Equal(3, stopped.Output.Count);
    }

    [Fact]
    public async Task Without_a_token_it_says_so()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        Assert.Equal(["NoSupabaseToken"], session.Run("Get-XmrtLog Api").ErrorIds);
        Assert.Equal(["NoVercelToken"], session.Run("Get-XmrtLog Frontend").ErrorIds);
    }

    private static void Fill(LogApi api, int count)
    {
        for (int i = 0; i < count; i++)
        {
            api.Write(Now.AddMinutes(-2).AddMilliseconds(-i), "edge_logs", "x");
        }
    }
}
