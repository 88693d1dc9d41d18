using XmrtOps.Database;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database;

public sealed class SlowQueryTests(SandboxServer server)
{
    [Fact]
    public async Task The_worst_statement_comes_first_and_shares_add_up()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("SELECT pg_sleep(0.25)");
        await database.RunAsync("SELECT count(*) FROM public.webhook_logs");
        using PwshSession session = database.Connect();

        IReadOnlyList<SlowQuery> queries = session.Run("Get-XmrtSlowQuery -All").Succeeded().Of<SlowQuery>();

        Assert.Equal("SELECT pg_sleep($1)", queries[0].Query);
        Assert.InRange(queries[0].MeanMs, 250, 5000);
        Assert.Equal(1, queries[0].Calls);
        Assert.Equal("supabase_admin", queries[0].Role);
        Assert.All(queries, query => Assert.Equal("db", query.Connection));
        Assert.InRange(queries.Sum(query => query.SharePercent!.Value), 99.9, 100.1);
        Assert.Equal(queries.OrderByDescending(query => query.MeanMs).Select(q => q.QueryId), queries.Select(q => q.QueryId));
    }

    [Theory]
    [InlineData("TotalTime")]
    [InlineData("MaxTime")]
    [InlineData("Calls")]
    [InlineData("Rows")]
    [InlineData("IO")]
    [InlineData("Wal")]
    public async Task Each_order_sorts_by_its_own_measure(string order)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE TABLE public.t AS SELECT i FROM generate_series(1, 1000) i");
        await database.RunAsync("SELECT i FROM public.t");
        await database.RunAsync("SELECT i FROM public.t");
        using PwshSession session = database.Connect();

        IReadOnlyList<SlowQuery> queries =
            session.Run($"Get-XmrtSlowQuery {order} -All").Succeeded().Of<SlowQuery>();

        Func<SlowQuery, double?> measure = order switch
        {
            "TotalTime" => q => q.TotalMs,
            "MaxTime" => q => q.MaxMs,
            "Calls" => q => q.Calls,
            "Rows" => q => q.Rows,
            "IO" => q => q.ReadMs + q.WriteMs,
            _ => q => q.WalBytes,
        };
        Assert.Equal(queries.Select(measure).OrderByDescending(m => m ?? -1), queries.Select(measure));
    }

    [Fact]
    public async Task Filters_and_paging_are_the_databases_work()
    {
        await using TestDatabase database = await server.CopyAsync();
        for (int i = 0; i < 3; i++)
        {
            await database.RunAsync("SELECT 'often', count(*) FROM public.rate_limits");
        }

        await database.RunAsync("SELECT 'rare', 100 % 7");
        using PwshSession session = database.Connect();

        Assert.Equal(
            ["SELECT $1, count(*) FROM public.rate_limits"],
            session.Run("Get-XmrtSlowQuery -MinimumCalls 3 -Text '*RATE_limits*' -Role supabase*")
                .Succeeded().Of<SlowQuery>().Select(q => q.Query));
        Assert.Empty(session.Run("Get-XmrtSlowQuery -Text '*rate.limits*'").Succeeded().Output);
        Assert.Equal(
            ["SELECT $1, $2 % $3"],
            session.Run("Get-XmrtSlowQuery -Text '*% `$[0-9]'").Succeeded().Of<SlowQuery>().Select(q => q.Query));
        Assert.Empty(session.Run("Get-XmrtSlowQuery -MinimumMeanMs 1e9").Succeeded().Output);
        IReadOnlyList<SlowQuery> all = session.Run("Get-XmrtSlowQuery Calls -All").Of<SlowQuery>();
        Assert.Equal(2, session.Run("Get-XmrtSlowQuery -First 2").Succeeded().Output.Count);
        Assert.Equal(
            all.Count - 1,
            session.Run("Get-XmrtSlowQuery Calls -Skip 1 -First 1000").Succeeded().Output.Count);
    }

    [Fact]
    public async Task What_we_ask_ourselves_is_not_the_applications_load()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        session.Run("Get-XmrtSlowQuery; Get-XmrtRateLimit").Succeeded();

        Assert.DoesNotContain(
            session.Run("Get-XmrtSlowQuery -All").Succeeded().Of<SlowQuery>(),
            query => query.Query!.Contains("pg_stat_statements", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Texts_that_the_role_may_not_see_are_counted_aloud()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("SELECT 1 AS somebody_elses");
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);

        PwshResult result = session.Run("$null = Connect-Xmrt $url; Get-XmrtSlowQuery -All").Succeeded();

        Assert.Contains(result.Warnings, warning =>
            warning.Contains("hidden from role app_reader: grant pg_read_all_stats", StringComparison.Ordinal));
        Assert.Contains(result.Of<SlowQuery>(), query => query is { Query: null, QueryId: null });
        Assert.Contains("(hidden from this role)", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_extension_the_error_says_how_to_get_it()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("DROP EXTENSION pg_stat_statements");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtSlowQuery");

        Assert.Equal(["StatementsNotInstalled"], result.ErrorIds);
        Assert.Contains("CREATE EXTENSION", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        // Not remembered: it works from the moment it is installed, in whatever schema.
        await database.RunAsync("CREATE SCHEMA \"Odd Schema\"");
        await database.RunAsync("GRANT USAGE ON SCHEMA \"Odd Schema\" TO postgres");
        await database.RunAsync("CREATE EXTENSION pg_stat_statements SCHEMA \"Odd Schema\"");
        Assert.NotEmpty(session.Run("Get-XmrtSlowQuery").Succeeded().Output);
    }

    [Theory]
    [InlineData("1.7")]
    [InlineData("1.8")]
    [InlineData("1.9")]
    [InlineData("1.10")]
    [InlineData("1.11")]
    [InlineData("1.12")]
    public async Task Every_version_of_the_extension_is_read(string version)
    {
        await using TestDatabase database = await server.CopyAsync();
        bool isOffered = await database.ValueAsync<bool>(
            $"SELECT count(*) > 0 FROM pg_available_extension_versions WHERE name = 'pg_stat_statements' AND version = '{version}'");
        Assert.SkipUnless(isOffered, $"This server does not bring pg_stat_statements {version}.");
        await database.RunAsync("DROP EXTENSION pg_stat_statements");
        await database.RunAsync($"CREATE EXTENSION pg_stat_statements SCHEMA extensions VERSION '{version}'");
        await database.RunAsync("SELECT pg_sleep(0.05)");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Set-StrictMode -Version Latest; Get-XmrtSlowQuery -Text '*pg_sleep*'").Succeeded();

        SlowQuery query = Assert.Single(result.Of<SlowQuery>());
        Assert.InRange(query.MeanMs, 50, 5000);
        Assert.Equal(version != "1.7", query.WalBytes is not null);
        Assert.Null(query.PlanMs);
        Assert.Equal(version is "1.11" or "1.12", query.CountedSince is not null);
    }

    [Fact]
    public async Task The_table_fits_80_columns_with_a_line_a_statement()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("SELECT\n\n  'a text of several lines',\t'that is long enough to be cut', 1, 2, 3, 4, 5, 6, 7, 8");
        using PwshSession session = database.Connect(culture: "de-DE");

        PwshResult result = session.Run("Get-XmrtSlowQuery -Text '*$10*' -WarningAction Ignore").Succeeded();

        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
        string row = Assert.Single(result.ScreenLines, line => line.Contains("SELECT $1, $2", StringComparison.Ordinal));
        Assert.EndsWith("…", row, StringComparison.Ordinal);
        // The reader's culture in the view, the invariant one in what is sent.
        Assert.Matches(@"\d,\d ms", row);
    }

    [Fact]
    public async Task A_warm_question_takes_two_round_trips()
    {
        await using TestDatabase database = await server.CopyAsync();
        using CountingProxy proxy = new(server.Sandbox.Port);
        using PwshSession session = new();
        session.Set("url", database.UrlOf(server.Sandbox.UserName, server.Sandbox.Password, proxy.Port));
        session.Run("$null = Connect-Xmrt $url; Get-XmrtSlowQuery").Succeeded();

        int before = proxy.RoundTrips;
        Assert.NotEmpty(session.Run("Get-XmrtSlowQuery").Succeeded().Output);

        Assert.Equal(2, proxy.RoundTrips - before);
    }

    [Fact]
    public async Task One_statement_is_fetched_again_by_its_identifier()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("SELECT asinh(1)");
        await database.RunAsync("SELECT acosh(1)");
        using PwshSession session = database.Connect();
        SlowQuery known = session.Run("$known = Get-XmrtSlowQuery -Text '*asinh*'; $known").Succeeded().Of<SlowQuery>().Single();
        await database.RunAsync("SELECT asinh(2)");

        SlowQuery again = session.Run("Get-XmrtSlowQuery -QueryId $known.QueryId").Succeeded().Of<SlowQuery>().Single();
        Assert.Equal((known.QueryId, known.Query, 2L), (again.QueryId, again.Query, again.Calls));
        // As it is typed, without quotes, also where it is negative.
        Assert.Equal(again.QueryId, session.Run($"Get-XmrtSlowQuery -QueryId {known.QueryId}").Succeeded().Of<SlowQuery>().Single().QueryId);

        PwshResult partly = session.Run("Get-XmrtSlowQuery -QueryId 1, $known.QueryId");
        Assert.Equal(["QueryNotFound"], partly.ErrorIds);
        Assert.Contains(" of 1 that fit", partly.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["InvalidQueryId"], session.Run("Get-XmrtSlowQuery -QueryId 99999999999999999999, abc").ErrorIds);
    }
}
