using XmrtOps.Database;
using XmrtOps.Database.Baselines;
using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Baselines;

public sealed class CompareBaselineTests(SandboxServer server)
{
    [Fact]
    public async Task What_became_slower_since_comes_first_with_what_it_added()
    {
        await using BareServer database = await BareServer.StartAsync();
        await database.RepeatAsync("SELECT pg_sleep(0.001)", 25);
        await database.RepeatAsync("SELECT abs(1) AS steady", 30);
        using PwshSession session = database.Connect("slower");
        double resetBefore = await ResetTimeAsync(database);
        session.Run("$before = Save-XmrtQueryBaseline before").Succeeded();
        await database.RepeatAsync("SELECT pg_sleep(0.03)", 20);
        await database.RepeatAsync("SELECT abs(1) AS steady", 7);
        await database.RepeatAsync("SELECT sqrt(1) AS fresh", 3);

        PwshResult result = session.Run("Compare-XmrtQueryBaseline -All").Succeeded();

        Assert.Empty(result.Warnings);
        IReadOnlyList<QueryChange> changes = result.Of<QueryChange>();
        QueryChange worst = changes[0];
        Assert.Equal("SELECT pg_sleep($1)", worst.Query);
        Assert.Equal(QueryChangeState.Slower, worst.State);
        Assert.Equal(20, worst.Calls);
        Assert.Equal(25, worst.ReferenceCalls);
        Assert.InRange(worst.MeanMs!.Value, 30, 1000);
        Assert.InRange(worst.MeanRatio!.Value, 5, 1000);
        Assert.Equal(worst.TotalMs!.Value - (20 * worst.ReferenceMeanMs!.Value), worst.AddedMs!.Value, 6);
        Assert.Equal(("before", "now", "slower"), (worst.Reference, worst.Difference, worst.Connection));
        Assert.All(changes, change => Assert.Equal(ComparisonValidity.Valid, change.Validity));
        Finding finding = Assert.Single(worst.Findings);
        Assert.Equal(("QuerySlower", Severity.Warning, Confidence.High), (finding.Code, finding.Severity, finding.Confidence));
        Assert.Equal($"Get-XmrtSlowQuery -QueryId {worst.QueryId} -Connection slower | Get-XmrtQueryPlan", finding.Remedy);
        Assert.Equal((QueryChangeState.New, 3L), changes.Where(c => c.Query == "SELECT sqrt($1) AS fresh").Select(c => (c.State, c.Calls!.Value)).Single());
        QueryChange steady = changes.Single(c => c.Query == "SELECT abs($1) AS steady");
        Assert.Equal((QueryChangeState.Unchanged, 7L, 30L), (steady.State, steady.Calls!.Value, steady.ReferenceCalls!.Value));
        Assert.Empty(steady.Findings);

        QueryInterval interval = session.Run("$before | Compare-XmrtQueryBaseline -Summary").Succeeded().Of<QueryInterval>()[0];
        Assert.Equal(interval.TotalMs / interval.Calls, interval.MeanMs);
        Assert.InRange(interval.Calls, 30, 200);
        Assert.Equal((1, 0, 0), (interval.Slower, interval.Vanished, interval.Restarted));
        Assert.Equal(interval.TotalMs / interval.IntervalMs!.Value, interval.AverageRunning!.Value, 9);
        Assert.Equal(worst.AddedMs!.Value, interval.SlowerAddedMs, 6);
        // Nothing was reset by looking.
        Assert.Equal(resetBefore, await ResetTimeAsync(database));
        Assert.Equal(45, session.Run("Get-XmrtSlowQuery -Text '*pg_sleep*'")
            .Of<SlowQuery>().Single().Calls);
    }

    [Fact]
    public async Task After_a_reset_in_between_the_numbers_are_of_the_time_since_and_it_is_said()
    {
        await using BareServer database = await BareServer.StartAsync();
        await database.RepeatAsync("SELECT ceil(1) AS often", 50);
        using PwshSession session = database.Connect("reset");
        session.Run("$null = Save-XmrtQueryBaseline").Succeeded();
        await database.RunAsync("SELECT pg_stat_statements_reset()");
        await database.RepeatAsync("SELECT ceil(1) AS often", 5);

        PwshResult result = session.Run("Compare-XmrtQueryBaseline -All").Succeeded();

        Assert.Contains(result.Warnings, warning => warning.Contains("were reset", StringComparison.Ordinal));
        IReadOnlyList<QueryChange> changes = result.Of<QueryChange>();
        Assert.All(changes, change => Assert.Equal(ComparisonValidity.Reset, change.Validity));
        QueryChange often = changes.Single(change => change.Query == "SELECT ceil($1) AS often");
        Assert.Equal((5L, 50L), (often.Calls!.Value, often.ReferenceCalls!.Value));
        Assert.All(changes, NothingIsNegative);
    }

    [Fact]
    public async Task A_reset_of_one_database_alone_is_noticed_by_its_statements()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(string.Concat(Enumerable.Repeat("SELECT 1 AS lonely;", 200)));
        using PwshSession session = database.Connect(database.Name);
        session.Run("$null = Save-XmrtQueryBaseline").Succeeded();
        await database.RunAsync(
            "SELECT extensions.pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = current_database()), 0)");

        QueryInterval interval = session.Run("Compare-XmrtQueryBaseline -Summary").Succeeded().Of<QueryInterval>()[0];

        Assert.Equal(ComparisonValidity.Reset, interval.Validity);
        // When it was cannot be told: nothing records it.
        Assert.Null(interval.IntervalMs);
        Assert.InRange(interval.Calls, 0, 20);
    }

    [Fact]
    public async Task Statements_that_had_to_make_room_leave_the_rest_usable()
    {
        await using BareServer database = await BareServer.StartAsync("pg_stat_statements.max = 100");
        await database.RepeatAsync("SELECT floor(1) AS kept", 500);
        await database.RunAsync("SELECT exp(1) AS rare");
        using PwshSession session = database.Connect("evicted");
        session.Run("$null = Save-XmrtQueryBaseline").Succeeded();
        for (int i = 0; i < 300; i++)
        {
            // The number of columns makes another statement, their names do not.
            await database.RunAsync("SELECT " + string.Join(", ", Enumerable.Repeat("1", i + 2)));
        }

        await database.RepeatAsync("SELECT floor(1) AS kept", 4);
        PwshResult result = session.Run("Compare-XmrtQueryBaseline -All").Succeeded();

        Assert.Contains(result.Warnings, warning =>
            warning.Contains("make room", StringComparison.Ordinal) || warning.Contains("eviction", StringComparison.Ordinal));
        IReadOnlyList<QueryChange> changes = result.Of<QueryChange>();
        Assert.All(changes, change => Assert.Equal(ComparisonValidity.Evicted, change.Validity));
        Assert.Equal(4, changes.Single(change => change.Query == "SELECT floor($1) AS kept").Calls);
        QueryChange rare = changes.Single(change => change.Query == "SELECT exp($1) AS rare");
        Assert.Equal((QueryChangeState.Vanished, null, null), (rare.State, rare.Calls, rare.AddedMs));
        Assert.All(changes, NothingIsNegative);
    }

    [Fact]
    public async Task A_restart_that_kept_the_statistics_is_said_and_the_numbers_go_on()
    {
        await using BareServer database = await BareServer.StartAsync();
        await database.RepeatAsync("SELECT sign(1) AS before_and_after", 10);
        using (PwshSession session = database.Connect("restarted"))
        {
            session.Run("$null = Save-XmrtQueryBaseline").Succeeded();
        }

        await database.RestartAsync();
        await database.RepeatAsync("SELECT sign(1) AS before_and_after", 3);
        using PwshSession later = database.Connect("restarted");
        PwshResult result = later.Run("Compare-XmrtQueryBaseline -All").Succeeded();

        Assert.Contains(result.Warnings, warning => warning.Contains("restarted", StringComparison.Ordinal));
        QueryChange change = result.Of<QueryChange>().Single(c => c.Query == "SELECT sign($1) AS before_and_after");
        Assert.Equal((ComparisonValidity.Restarted, 3L), (change.Validity, change.Calls!.Value));
    }

    [Fact]
    public async Task One_statement_that_was_counted_anew_is_marked_and_the_others_are_not()
    {
        await using BareServer database = await BareServer.StartAsync();
        await database.RepeatAsync("SELECT cbrt(1) AS forgotten", 10);
        await database.RepeatAsync("SELECT ln(1) AS remembered", 10);
        using PwshSession session = database.Connect("anew");
        session.Run("$null = Save-XmrtQueryBaseline").Succeeded();
        await database.RunAsync(
            "SELECT pg_stat_statements_reset(0, 0, queryid) FROM pg_stat_statements WHERE query LIKE '%AS forgotten'");
        await database.RepeatAsync("SELECT cbrt(1) AS forgotten", 2);
        await database.RepeatAsync("SELECT ln(1) AS remembered", 2);

        IReadOnlyList<QueryChange> changes = session.Run("Compare-XmrtQueryBaseline -All").Succeeded().Of<QueryChange>();

        QueryChange forgotten = changes.Single(change => change.Query == "SELECT cbrt($1) AS forgotten");
        Assert.Equal((QueryChangeState.Restarted, 2L, ComparisonValidity.Evicted), (forgotten.State, forgotten.Calls!.Value, forgotten.Validity));
        QueryChange remembered = changes.Single(change => change.Query == "SELECT ln($1) AS remembered");
        Assert.Equal((QueryChangeState.Unchanged, 2L), (remembered.State, remembered.Calls!.Value));
        Assert.Equal(
            "SELECT cbrt($1) AS forgotten",
            session.Run("Compare-XmrtQueryBaseline -State Restarted").Succeeded().Of<QueryChange>().Single().Query);
    }

    [Fact]
    public async Task Connections_are_compared_each_with_its_own_baseline_and_never_taken_for_another()
    {
        await using TestDatabase one = await server.CopyAsync();
        await using TestDatabase other = await server.CopyAsync();
        await one.RunAsync("SELECT trunc(1) AS of_one");
        using PwshSession session = one.Connect(one.Name);
        session.Set("other", other.Url);
        session.Run($"$null = Connect-Xmrt $other -Name {other.Name}; Save-XmrtQueryBaseline both -Connection {one.Name}, {other.Name}").Succeeded();
        await other.RunAsync("SELECT degrees(1) AS of_other");

        IReadOnlyList<QueryInterval> both = session.Run(
            $"Compare-XmrtQueryBaseline both -Summary -Connection {one.Name}, {other.Name}").Succeeded().Of<QueryInterval>();
        Assert.Equivalent(new[] { one.Name, other.Name }, both.Select(interval => interval.Connection), strict: true);
        Assert.DoesNotContain(both, interval => interval.Validity is ComparisonValidity.OtherDatabase or ComparisonValidity.Reset);
        Assert.Contains(session.Run($"Get-XmrtQueryBaseline both -ConnectionName {other.Name} | Compare-XmrtQueryBaseline -State New -All")
            .Succeeded().Of<QueryChange>(), change => change.Query == "SELECT degrees($1) AS of_other");

        PwshResult crossed = session.Run(
            $"Compare-XmrtQueryBaseline (Get-XmrtQueryBaseline both -ConnectionName {one.Name}) -Connection {other.Name} -All").Succeeded();
        Assert.Contains(crossed.Warnings, warning => warning.Contains("another database", StringComparison.Ordinal));
        Assert.All(crossed.Of<QueryChange>(), change => Assert.Equal(ComparisonValidity.OtherDatabase, change.Validity));
        Assert.All(crossed.Of<QueryChange>(), NothingIsNegative);
    }

    [Fact]
    public async Task A_role_that_sees_nothing_gets_the_sums_and_no_statement_is_called_vanished()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("SELECT radians(1) AS somebody_elses");
        using PwshSession session = database.Connect(database.Name);
        session.Set("reader", database.ReaderUrl);
        session.Run($"$null = Save-XmrtQueryBaseline seen; $null = Connect-Xmrt $reader -Name {database.Name}-reader").Succeeded();
        for (int i = 0; i < 12; i++)
        {
            await database.RunAsync("SELECT radians(1) AS somebody_elses");
        }

        PwshResult blind = session.Run("$null = Save-XmrtQueryBaseline unseen").Succeeded();
        PwshResult list = session.Run("Compare-XmrtQueryBaseline seen -All").Succeeded();
        QueryInterval sums = session.Run("Compare-XmrtQueryBaseline seen -Summary").Succeeded().Of<QueryInterval>()[0];

        Assert.Contains(blind.Warnings, warning => warning.Contains("grant pg_read_all_stats", StringComparison.Ordinal));
        Assert.Contains(list.Warnings, warning => warning.Contains("hidden from role app_reader", StringComparison.Ordinal));
        Assert.DoesNotContain(list.Of<QueryChange>(), change => change.State == QueryChangeState.Vanished);
        Assert.Contains(list.Of<QueryChange>(), change => change.State == QueryChangeState.Hidden);
        Assert.InRange(sums.Calls, 12, 1000);
        Assert.Equal(0, sums.Vanished);
        Assert.InRange(sums.HiddenStatements, 1, 10_000);
        QueryInterval both = session.Run("Compare-XmrtQueryBaseline seen unseen -Summary").Succeeded().Of<QueryInterval>()[0];
        Assert.InRange(both.Calls, 12, sums.Calls);
    }

    [Theory]
    [InlineData("1.7")]
    [InlineData("1.8")]
    [InlineData("1.9")]
    [InlineData("1.10")]
    [InlineData("1.11")]
    [InlineData("1.12")]
    public async Task Every_version_of_the_extension_is_kept_and_compared(string version)
    {
        await using TestDatabase database = await server.CopyAsync();
        bool isOffered = await database.ValueAsync<bool>(
            $"SELECT count(*) > 0 FROM pg_available_extension_versions WHERE name = 'pg_stat_statements' AND version = '{version}'");
        Assert.SkipUnless(isOffered, $"This server does not bring pg_stat_statements {version}.");
        await database.RunAsync("DROP EXTENSION pg_stat_statements");
        await database.RunAsync($"CREATE EXTENSION pg_stat_statements SCHEMA extensions VERSION '{version}'");
        await database.RunAsync("SELECT pg_sleep(0.001)");
        using PwshSession session = database.Connect(database.Name);

        session.Run("Set-StrictMode -Version Latest; $null = Save-XmrtQueryBaseline").Succeeded();
        await database.RunAsync("SELECT pg_sleep(0.05)");
        QueryChange change = session.Run("Compare-XmrtQueryBaseline -All | Where-Object Query -like '*pg_sleep*'")
            .Succeeded().Of<QueryChange>().Single();

        Assert.Equal(1, change.Calls);
        Assert.InRange(change.MeanMs!.Value, 50, 5000);
        Assert.Equal(version != "1.7", change.WalBytes is not null);
        Assert.Equal(version is not ("1.7" or "1.8"), change.IsTopLevel is not null);
        Assert.Null(change.PlanMs);
    }

    [Fact]
    public async Task The_table_fits_80_columns_in_the_readers_own_numbers()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect(database.Name, culture: "de-DE");
        QueryBaseline saved = session.Run("Save-XmrtQueryBaseline").Succeeded().Of<QueryBaseline>()[0];
        await database.RunAsync("SELECT pg_sleep(0.0021), 'a text that is so long that it has to be cut', 1, 2, 3, 4, 5");

        PwshResult result = session.Run("Compare-XmrtQueryBaseline -WarningAction Ignore").Succeeded();

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", saved.Name);
        Assert.All(result.ScreenLines.Where(line => !line.StartsWith(database.Name, StringComparison.Ordinal)), line =>
            Assert.True(line.Length <= 80, line));
        string row = Assert.Single(result.ScreenLines, line => line.Contains("SELECT pg_sleep", StringComparison.Ordinal));
        Assert.Matches("^New .*…$", row);
        Assert.Contains(result.ScreenLines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\w+ +\d+,\d+ m?s", default, TimeSpan.FromSeconds(1)));
        Assert.Contains(result.ScreenLines, line => line.Contains("on average", StringComparison.Ordinal));
    }

    private static Task<double> ResetTimeAsync(BareServer database) => database.ValueAsync<double>(
        """
        SELECT CASE WHEN to_regclass('pg_stat_statements_info') IS NULL THEN 0
               ELSE (xpath('/row/at/text()', query_to_xml('SELECT extract(epoch FROM stats_reset) AS at FROM pg_stat_statements_info', false, true, '')))[1]::text::float8 END
        """);

    private static void NothingIsNegative(QueryChange change) => Assert.All(
        typeof(QueryChange).GetProperties().Select(property => property.GetValue(change)),
        value => Assert.False(value is < 0L or < 0d, $"{change} has a negative number"));
}
