using System.Globalization;
using System.Text.Json;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Logs;

/// <summary>The stand-in's log engine: it runs what it is asked, and refuses in the platform's form what it cannot.</summary>
public sealed class LogEngineTests(SandboxServer server)
{
    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_missing_key_is_an_empty_text()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        api.Write(Now.AddMinutes(-3), "function_edge_logs", "hello", ("response.status_code", "503"));

        var row = Assert.Single(await api.RowsAsync(
            "select log_attributes['no'] as none, toInt32OrZero(log_attributes['response.status_code']) as status, "
            + "log_attributes, timestamp from logs"));

        Assert.Equal(("", "503"), (row["none"], row["status"]));
        Assert.Equal("""{"response.status_code": "503"}""", row["log_attributes"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$", row["timestamp"]);
    }

    [Fact]
    public async Task Error_rate_and_p95_per_function_are_counted()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        for (int i = 1; i <= 20; i++)
        {
            api.Write(
                Now.AddMinutes(-i), "function_edge_logs", "", ("function_id", i % 2 == 0 ? "even" : "odd"),
                ("response.status_code", i == 4 ? "546" : "200"), ("execution_time_ms", i.ToString(CultureInfo.InvariantCulture)));
        }

        var rows = await api.RowsAsync("""
            select log_attributes['function_id'] as fn, count() as calls,
                   countIf(toInt32OrZero(log_attributes['response.status_code']) >= 500) as errors,
                   quantile(0.95)(toFloat64OrZero(log_attributes['execution_time_ms'])) as p95
            from logs where source = 'function_edge_logs' group by fn order by errors desc, calls desc limit 100
            """);

        Assert.Equal(["even", "odd"], rows.Select(row => row["fn"]));
        Assert.Equal(("10", "1", 19.1), (rows[0]["calls"], rows[0]["errors"], Math.Round(double.Parse(rows[0]["p95"], CultureInfo.InvariantCulture), 6)));
    }

    [Theory]
    [InlineData("select event_message as m from logs where event_message like 'a\\\\%%' order by m", "a%c")]
    [InlineData("select event_message as m from logs where event_message ilike 'AB%'", "abc")]
    [InlineData("select event_message as m from logs where match(event_message, '^a.c$') order by m", "a%c abc")]
    [InlineData("select event_message as m from logs where source in ('x', 'auth_logs') and not m like 'a%'", "it's")]
    [InlineData("select event_message as m from logs where m = 'it''s' or m = 'it\\'s'", "it's")]
    [InlineData("select concat(upper(event_message), '!') as m from logs where positionCaseInsensitive(event_message, 'BC') > 0", "ABC!")]
    [InlineData("select event_message as m from logs where (timestamp, event_message) < (now(), 'a') and length(m) = 4", "it's")]
    [InlineData("select if(event_message = 'abc', 'yes', 'no') as m from logs group by m order by 1 desc", "yes no")]
    [InlineData("select count(distinct source) as m from logs where timestamp > now() - interval 1 hour", "1")]
    [InlineData("select event_message m from logs l where l.timestamp between toDateTime('2001-01-01 00:00:00') and now64(6) order by l.event_message limit 1 offset 1", "abc")]
    [InlineData("select 1 + 2 * 3 as m from logs limit 1", "7")]
    [InlineData("select -- a remark\n 7 / 2 /* and another */ as m from logs limit 1;", "3.5")]
    [InlineData("SELECT COUNT() AS m FROM logs HAVING m > 2", "3")]
    public async Task Queries_are_run(string sql, string expected)
    {
        await using LogApi api = await LogApi.StartAsync(server);
        foreach (string message in (string[])["abc", "a%c", "it's"])
        {
            api.Write(Now.AddMinutes(-2), "auth_logs", message);
        }

        Assert.Equal(expected, string.Join(' ', (await api.RowsAsync(sql)).Select(row => row["m"])));
    }

    [Theory]
    [InlineData("select * from logs", "Wildcard")]
    [InlineData("select count(*) from logs", "count(*)")]
    [InlineData("delete from logs", "Only SELECT")]
    [InlineData("select 1 from pg_class", "Table pg_class does not exist")]
    [InlineData("select 1 from logs union all select 2 from logs", "('union')")]
    [InlineData("select 1 from (select 2 from logs)", "Only one SELECT")]
    [InlineData("select 1 from logs where id in (select 1)", "('select')")]
    [InlineData("select 1 from logs; drop table logs", "('drop')")]
    [InlineData("select id from logs limit 1001", "LIMIT")]
    [InlineData("select nothing from logs", "'nothing'")]
    [InlineData("select pg_sleep(9) from logs", "'pg_sleep'")]
    [InlineData("select log_attributes['a'] > 500 as x from logs", "no supertype")]
    [InlineData("select id from logs where timestamp > 'yesterday'", "DateTime64")]
    [InlineData("select id from logs where event_message = 'open", "quote")]
    [InlineData("select match(event_message, '[') as x from logs", "regular expression")]
    [InlineData("select toInt64(event_message) as x from logs", "bigint")]
    [InlineData("select id, count() from logs", "GROUP BY")]
    [InlineData("select source from logs format CSV", "('format')")]
    [InlineData("select", "end of query")]
    [InlineData("", "Only SELECT")]
    public async Task What_cannot_be_run_is_an_error_with_status_200_and_never_an_empty_result(string sql, string words)
    {
        await using LogApi api = await LogApi.StartAsync(server);
        api.Write(Now.AddMinutes(-2), "auth_logs", "abc");

        (int status, JsonElement body) = await api.AskAsync(sql);

        Assert.Equal(200, status);
        JsonElement error = body.GetProperty("error");
        string text = error.ValueKind == JsonValueKind.String ? error.GetString()! : error.GetProperty("message").GetString()!;
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.True(!body.TryGetProperty("result", out JsonElement result) || result.GetArrayLength() == 0);
    }

    [Fact]
    public async Task Nesting_without_end_is_refused_and_ends_nothing()
    {
        await using LogApi api = await LogApi.StartAsync(server);

        (_, JsonElement body) = await api.AskAsync($"select {new string('(', 5_000)}1 from logs");

        Assert.Contains("depth", body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_over_a_day_is_refused_and_none_is_the_last_minute_only()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        api.Write(Now.AddSeconds(-1), "auth_logs", "young");
        api.Write(Now.AddMinutes(-5), "auth_logs", "old");
        const string all = "select event_message as m from logs order by timestamp";

        (int status, JsonElement refusal) = await api.AskAsync(all, Now.AddHours(-25), Now);
        (_, JsonElement young) = await api.AskAsync(all, null, null);
        var both = await api.RowsAsync(all, 24);

        Assert.Equal(400, status);
        Assert.Contains("24 hours", refusal.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("young", Assert.Single(young.GetProperty("result").EnumerateArray()).GetProperty("m").GetString());
        Assert.Equal(["old", "young"], both.Select(row => row["m"]));
    }

    [Fact]
    public async Task Queries_are_counted_a_minute_and_the_reply_says_how_many_are_left()
    {
        await using LogApi api = await LogApi.StartAsync(server);
        (api.Platform.Limiter.IsEnabled, api.Platform.Limiter.SlowPerMinute) = (true, 2);

        Assert.Equal(200, (await api.AskAsync("select id from logs")).Status);
        Assert.Equal(200, (await api.AskAsync("select id from logs")).Status);
        Assert.Equal(429, (await api.AskAsync("select id from logs")).Status);
    }

    [Fact]
    public async Task The_sandbox_begins_with_a_week_of_every_log_and_its_roles_cannot_reach_it()
    {
        await using LogApi api = LogApi.OfSandbox(server);
        var sources = await api.RowsAsync("select source, count() as n from logs group by source order by source", 24);
        var failed = await api.RowsAsync(
            "select log_attributes['function_id'] as f from logs where source = 'function_edge_logs' and log_attributes['response.status_code'] = '500' limit 5");

        Assert.Equal(
            ["auth_logs", "edge_logs", "function_edge_logs", "function_logs", "postgres_logs"],
            sources.Select(row => row["source"]).Where(name => !name.StartsWith("postgrest", StringComparison.Ordinal)
                && name is not ("realtime_logs" or "storage_logs" or "supavisor_logs")));
        Assert.Contains(failed, row => row["f"] == XmrtOps.Sandbox.Supabase.EdgeFunction.IdOf("mining-proxy").ToString());
        await using var refused = server.As(server.Sandbox.UserName, server.Sandbox.Password, "_supabase");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await refused.OpenConnectionAsync(TestContext.Current.CancellationToken));
    }
}
