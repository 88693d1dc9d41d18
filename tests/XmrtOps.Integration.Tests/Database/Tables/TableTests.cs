using System.Data.Common;
using System.Globalization;
using XmrtOps.Database.Tables;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Tables;

public sealed class TableTests(SandboxServer server)
{
    private const string OddKinds =
        """
        CREATE SCHEMA "Odd Schema";
        CREATE TABLE "Odd Schema"."Mixed Case" (id integer PRIMARY KEY, "Long Text" text);
        INSERT INTO "Odd Schema"."Mixed Case" SELECT i, repeat(md5(i::text), 200) FROM generate_series(1, 500) i;
        ALTER TABLE "Odd Schema"."Mixed Case" ALTER "Long Text" SET STORAGE EXTERNAL;
        UPDATE "Odd Schema"."Mixed Case" SET "Long Text" = "Long Text" || '.';
        CREATE TABLE "Odd Schema".event (id integer, day integer, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
        CREATE TABLE "Odd Schema".event_1 PARTITION OF "Odd Schema".event FOR VALUES FROM (0) TO (100);
        CREATE TABLE "Odd Schema".event_2 PARTITION OF "Odd Schema".event FOR VALUES FROM (100) TO (200) PARTITION BY LIST (day);
        CREATE TABLE "Odd Schema".event_2_a PARTITION OF "Odd Schema".event_2 DEFAULT;
        CREATE TABLE "Odd Schema".event_3 PARTITION OF "Odd Schema".event FOR VALUES FROM (200) TO (300);
        INSERT INTO "Odd Schema".event SELECT i, i % 200 FROM generate_series(1, 10000) i;
        CREATE MATERIALIZED VIEW "Odd Schema".summary AS SELECT day, count(*) FROM "Odd Schema".event GROUP BY day;
        CREATE FOREIGN DATA WRAPPER nowhere;
        CREATE SERVER elsewhere FOREIGN DATA WRAPPER nowhere;
        CREATE FOREIGN TABLE "Odd Schema".far (i integer) SERVER elsewhere;
        -- Before PostgreSQL 14 no role reads all that others make.
        GRANT USAGE ON SCHEMA "Odd Schema" TO postgres;
        GRANT SELECT ON ALL TABLES IN SCHEMA "Odd Schema" TO postgres;
        ANALYZE "Odd Schema"."Mixed Case", "Odd Schema".event_1, "Odd Schema".event_2_a, "Odd Schema".summary;
        """;

    [Fact]
    public async Task Every_kind_is_there_with_the_servers_own_sizes()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(OddKinds);
        using PwshSession session = database.Connect();

        Dictionary<string, DatabaseTable> tables = session.Run("Get-XmrtTable -Schema 'odd s*'").Succeeded()
            .Of<DatabaseTable>().ToDictionary(table => table.Name);

        Assert.Equal(
            [
                ("Mixed Case", TableKind.Table, null), ("event", TableKind.Partitioned, null),
                ("event_1", TableKind.Partition, "Odd Schema.event"), ("event_2", TableKind.Partitioned, "Odd Schema.event"),
                ("event_2_a", TableKind.Partition, "Odd Schema.event_2"), ("event_3", TableKind.Partition, "Odd Schema.event"),
                ("far", TableKind.Foreign, null), ("summary", TableKind.MaterialisedView, null),
            ],
            tables.Values.OrderBy(table => table.Name, StringComparer.Ordinal)
                .Select(table => (table.Name, table.Kind, table.Parent)));
        foreach (DatabaseTable table in tables.Values.Where(t => t.Kind is not (TableKind.Partitioned or TableKind.Foreign)))
        {
            string name = $"'\"Odd Schema\".\"{table.Name}\"'";
            Assert.Equal(await database.ValueAsync<long>($"SELECT pg_total_relation_size({name})"), table.TotalBytes);
            Assert.Equal(await database.ValueAsync<long>($"SELECT pg_indexes_size({name})"), table.IndexBytes);
            Assert.Equal(table.TotalBytes, table.TableBytes + table.IndexBytes + table.ToastBytes);
        }

        Assert.True(tables["Mixed Case"].ToastBytes > 1_000_000);
        Assert.Equal(500, tables["Mixed Case"].EstimatedRows);
        // The sum of all partitions at every depth; an empty one that was never analysed does not make it unknown.
        DatabaseTable parent = tables["event"];
        Assert.Equal(
            tables["event_1"].TotalBytes + tables["event_2_a"].TotalBytes + tables["event_3"].TotalBytes, parent.TotalBytes);
        Assert.Equal((10_000L, null), (parent.EstimatedRows, tables["event_3"].EstimatedRows));
        Assert.Equal((null, null, null, null), (
            tables["far"].TotalBytes, tables["far"].EstimatedRows, tables["far"].DeadRows, tables["far"].SequentialScans));
    }

    [Fact]
    public async Task A_sound_database_has_no_finding_and_a_sound_estimate_of_bloat()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        Assert.Empty(session.Run("Get-XmrtTable -Finding * -All").Succeeded().Output);
        DatabaseTable messages = Assert.Single(
            session.Run("Get-XmrtTable conversation_messages").Succeeded().Of<DatabaseTable>());
        Assert.InRange(messages.BloatRatio!.Value, 0.8, 1.2);
        Assert.Equal("db", messages.Connection);
    }

    [Fact]
    public async Task Bloat_dead_rows_a_sequence_near_its_end_and_autovacuum_that_is_off_are_found()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE UNLOGGED TABLE public.bloated (id integer, filler text) WITH (autovacuum_enabled = false);
            ALTER TABLE public.bloated ALTER filler SET STORAGE PLAIN;
            INSERT INTO public.bloated SELECT i, repeat('x', 1900) FROM generate_series(1, 72000) i;
            DELETE FROM public.bloated WHERE id % 10 <> 0;
            GRANT SELECT ON public.bloated TO postgres;
            """);
        await database.RunAsync("VACUUM (ANALYZE) public.bloated");
        await database.RunAsync(
            """
            CREATE TABLE public.dying (id serial, "Other No" smallint GENERATED ALWAYS AS IDENTITY, n integer)
                WITH (autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_scale_factor = 0, autovacuum_enabled = false);
            INSERT INTO public.dying (n) SELECT i FROM generate_series(1, 27000) i;
            ANALYZE public.dying;
            UPDATE public.dying SET n = n + 1;
            SELECT setval('public.dying_id_seq', 2000000000);
            GRANT ALL ON public.dying, public.dying_id_seq, public."dying_Other No_seq" TO postgres;
            """);
        using PwshSession session = database.Connect();
        await EventuallyAsync(database, "SELECT pg_stat_get_dead_tuples('public.dying'::regclass) >= 27000");

        IReadOnlyList<DatabaseTable> tables =
            session.Run("Get-XmrtTable -Finding *").Succeeded().Of<DatabaseTable>();

        Assert.Equal(["bloated", "dying"], tables.Select(table => table.Name));
        Assert.Equal(["AutovacuumDisabled", "Bloat"], tables[0].Findings.Select(finding => finding.Code).Order());
        Assert.InRange(tables[0].BloatRatio!.Value, 8, 12);
        Assert.InRange(tables[0].BloatEstimateBytes!.Value, 100L << 20, 145L << 20);
        Assert.Equal(
            ["AnalyzeDue", "AutovacuumDisabled", "DeadRows", "InsertVacuumDue", "SequenceNearEnd", "SequenceNearEnd"],
            tables[1].Findings.Select(finding => finding.Code).Order());
        Assert.Equal(XmrtOps.Findings.Severity.Critical, tables[1].Findings[0].Severity);
        Assert.Equal(
            ["\"Other No\"", "\"id\""],
            tables[1].Findings.Where(finding => finding.Code == "SequenceNearEnd")
                .Select(finding => finding.Remedy!.Split("ALTER COLUMN ")[1].Split(" TYPE")[0]).Order(StringComparer.Ordinal));
        Assert.Equal(["bloated"], session.Run("Get-XmrtTable -Finding Blo* -First 1").Succeeded().Of<DatabaseTable>().Select(t => t.Name));
        // What is advised works as it stands.
        await database.RunAsync(tables[0].Findings.Single(finding => finding.Code == "AutovacuumDisabled").Remedy!);
        await database.RunAsync(tables[1].Findings.Single(finding => finding.Code == "DeadRows").Remedy!);
        await database.RunAsync(tables[1].Findings[0].Remedy!);
    }

    [Fact]
    public async Task A_locked_table_is_estimated_and_all_others_are_exact()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using DbDataSource source = server.Administrator(database.Name);
        await using DbConnection other = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using DbTransaction holding = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (DbCommand command = other.CreateCommand())
        {
            command.CommandText = "LOCK TABLE public.webhook_logs IN ACCESS EXCLUSIVE MODE";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtTable -All").Succeeded();

        IReadOnlyList<DatabaseTable> tables = result.Of<DatabaseTable>();
        DatabaseTable locked = Assert.Single(tables, table => table.Locked);
        Assert.Equal("webhook_logs", locked.Name);
        Assert.True(locked.TotalBytes > 1_000_000);
        Assert.Empty(result.Warnings);
        Assert.Equal(
            await database.ValueAsync<long>("SELECT pg_total_relation_size('public.conversation_messages')"),
            tables.Single(table => table.Name == "conversation_messages").TotalBytes);
        Assert.Contains("~", result.ScreenLines.Single(line => line.StartsWith("webhook_logs", StringComparison.Ordinal)), StringComparison.Ordinal);
        // Counting it would wait: that is said, and the others are counted.
        PwshResult counted = session.Run("Get-XmrtTable webhook_logs, rate_limits -Exact").Succeeded();
        Assert.Equal(
            [("rate_limits", 6000L), ("webhook_logs", null)],
            counted.Of<DatabaseTable>().OrderBy(t => t.Name).Select(t => (t.Name, t.ExactRows)));
        Assert.Contains("public.webhook_logs was not counted", Assert.Single(counted.Warnings), StringComparison.Ordinal);
        await holding.RollbackAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Tables_that_come_and_go_meanwhile_are_no_error()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        using CancellationTokenSource enough = new();
        Task coming = Task.Run(
            async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await database.RunAsync("CREATE TABLE public.passing (id serial PRIMARY KEY, t text); DROP TABLE public.passing");
                }
            },
            TestContext.Current.CancellationToken);

        for (int i = 0; i < 15; i++)
        {
            Assert.True(session.Run("Get-XmrtTable -All; Get-XmrtIndex -All").Succeeded().Output.Count > 50);
        }

        await enough.CancelAsync();
        await coming;
    }

    [Fact]
    public async Task Exact_counts_go_on_after_one_that_fails()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(OddKinds);
        using PwshSession session = database.Connect(culture: "de-DE");

        PwshResult result = session.Run("Get-XmrtTable 'odd schema.*' -Exact -OrderBy Name").Succeeded();

        Assert.Equal(
            [500L, 10_000, 5_000, 5_000, 5_000, 0, null, 200],
            result.Of<DatabaseTable>().OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => t.ExactRows));
        Assert.Contains("Odd Schema.far was not counted", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains(result.Progress, progress => progress.StatusDescription.Contains("event_1", StringComparison.Ordinal));
        Assert.Contains("10.000", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Growth_is_told_from_the_last_sample_and_reading_writes_none()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE TABLE public.growing (t text); INSERT INTO public.growing VALUES ('a')");
        using PwshSession session = database.Connect();
        Assert.Null(session.Run("Get-XmrtTable growing").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);
        Assert.Contains("What if", session.Run("Save-XmrtTableSize -WhatIf").Succeeded().Screen, StringComparison.Ordinal);
        Assert.Null(session.Run("Get-XmrtTable growing").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);

        TableSizeSample sample = Assert.Single(
            session.Run("Get-XmrtTable growing, rate_limits | Save-XmrtTableSize").Succeeded().Of<TableSizeSample>());
        await database.RunAsync("INSERT INTO public.growing SELECT repeat('x', 100) FROM generate_series(1, 10000)");
        DatabaseTable grown = Assert.Single(session.Run("Get-XmrtTable growing").Succeeded().Of<DatabaseTable>());

        Assert.Equal((2, 0), (sample.Tables, sample.LeftOut));
        Assert.InRange(grown.GrowthBytes!.Value, 1_000_000, 3_000_000);
        // The state file keeps microseconds.
        Assert.True((grown.GrowthSince!.Value - sample.SampledAt!.Value).Duration() < TimeSpan.FromMilliseconds(1));
        Assert.Null(session.Run("Get-XmrtTable webhook_logs").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);
        TableSizeSample all = Assert.Single(session.Run("Save-XmrtTableSize").Succeeded().Of<TableSizeSample>());
        Assert.Equal(session.Run("Get-XmrtTable -All").Succeeded().Output.Count, all.Tables);
        Assert.Equal(0, session.Run("Get-XmrtTable growing").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);
    }

    [Fact]
    public async Task A_piped_table_is_saved_for_the_system_it_came_from_only()
    {
        await using TestDatabase first = await server.CopyAsync();
        await using TestDatabase second = await server.CopyAsync();
        using PwshSession session = first.Connect("first");
        session.Set("url", second.Url);
        session.Run("$null = Connect-Xmrt $url -Name second").Succeeded();

        PwshResult result = session.Run("Get-XmrtTable rate_limits -Connection first | Save-XmrtTableSize").Succeeded();

        Assert.Equal(["first"], result.Of<TableSizeSample>().Select(sample => sample.Connection));
        Assert.Null(session.Run("Get-XmrtTable rate_limits").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);
        Assert.Equal(0, session.Run("Get-XmrtTable rate_limits -Connection first").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);
    }

    [Theory]
    [InlineData(TableOrder.TotalSize)]
    [InlineData(TableOrder.TableSize)]
    [InlineData(TableOrder.IndexSize)]
    [InlineData(TableOrder.Rows)]
    [InlineData(TableOrder.DeadRows)]
    [InlineData(TableOrder.Bloat)]
    [InlineData(TableOrder.SequentialRows)]
    public async Task Each_order_sorts_by_its_own_measure_and_pages_by_it(TableOrder order)
    {
        await using TestDatabase database = await server.CopyAsync();
        // Nothing may change between the two pages: neither by a vacuum, nor by counters that arrive late.
        await database.RunAsync(
            """
            ALTER TABLE public.rate_limits SET (autovacuum_enabled = off);
            DELETE FROM public.rate_limits;
            SELECT count(*) FROM public.webhook_logs
            """);
        await EventuallyAsync(
            database,
            """
            SELECT bool_and(CASE relname WHEN 'rate_limits' THEN n_dead_tup ELSE seq_scan + idx_scan END > 0)
            FROM pg_stat_user_tables WHERE schemaname = 'public' AND relname IN ('rate_limits', 'webhook_logs')
            """);
        using PwshSession session = database.Connect();

        IReadOnlyList<DatabaseTable> all = session.Run($"Get-XmrtTable -OrderBy {order} -All").Succeeded().Of<DatabaseTable>();
        IReadOnlyList<DatabaseTable> some =
            session.Run($"Get-XmrtTable -OrderBy {order} -Skip 1 -First 3").Succeeded().Of<DatabaseTable>();

        Func<DatabaseTable, long?> measure = order switch
        {
            TableOrder.TotalSize => t => t.TotalBytes,
            TableOrder.TableSize => t => t.TableBytes,
            TableOrder.IndexSize => t => t.IndexBytes,
            TableOrder.Rows => t => t.EstimatedRows,
            TableOrder.DeadRows => t => t.DeadRows,
            TableOrder.Bloat => t => t.BloatEstimateBytes,
            _ => t => t.SequentialRowsRead,
        };
        Assert.Equal(all.Select(measure).OrderByDescending(value => value ?? -1), all.Select(measure));
        Assert.Equal(all.Skip(1).Take(3).Select(table => table.Name), some.Select(table => table.Name));
    }

    [Fact]
    public async Task Names_take_wildcards_and_no_character_of_them_means_anything_else()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE TABLE public.\"a.b(c)\" (i integer)");
        using PwshSession session = database.Connect();

        Assert.Equal(["a.b(c)"], Names(session, "Get-XmrtTable 'a.b(c)'"));
        Assert.Equal(["a.b(c)"], Names(session, "Get-XmrtTable 'public.\"a.b(c)\"'"));
        Assert.Empty(Names(session, "Get-XmrtTable 'a?b(d)'"));
        Assert.Equal(["rate_limits", "users"], Names(session, "Get-XmrtTable auth.users, RATE_LIMITS").Order());
        Assert.DoesNotContain("pg_class", Names(session, "Get-XmrtTable -All"));
        Assert.Equal(["pg_class"], Names(session, "Get-XmrtTable pg_class -IncludeSystem"));
        Assert.Equal(["InvalidWildcard"], session.Run("Get-XmrtTable 'a[b'").ErrorIds);
    }

    [Fact]
    public async Task What_the_role_may_not_see_is_unknown_and_not_zero()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            "CREATE TABLE public.hidden AS SELECT i FROM generate_series(1, 1000) i; ANALYZE public.hidden");
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);

        PwshResult result = session.Run("$null = Connect-Xmrt $url; Get-XmrtTable hidden -Exact").Succeeded();

        DatabaseTable table = Assert.Single(result.Of<DatabaseTable>());
        Assert.Equal((1000L, null, null, null), (table.EstimatedRows, table.BloatEstimateBytes, table.BloatRatio, table.ExactRows));
        Assert.True(table.TotalBytes > 0);
        Assert.Contains("public.hidden was not counted", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_fits_80_columns_and_a_warm_call_takes_three_round_trips()
    {
        await using TestDatabase database = await server.CopyAsync();
        using CountingProxy proxy = new(server.Sandbox.Port);
        using PwshSession session = new(80, "de-DE");
        session.Set("url", database.UrlOf(server.Sandbox.UserName, server.Sandbox.Password, proxy.Port));
        session.Run("$null = Connect-Xmrt $url; Get-XmrtTable").Succeeded();

        PwshResult result = session.Run("Set-StrictMode -Version Latest; Get-XmrtTable").Succeeded();
        // Autovacuum may hold a lock for a moment, which takes another look.
        Assert.Equal(3, Enumerable.Range(0, 3).Min(_ =>
        {
            int before = proxy.RoundTrips;
            session.Run("$null = Get-XmrtTable").Succeeded();
            return proxy.RoundTrips - before;
        }));
        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains("42.948", result.Screen, StringComparison.Ordinal);
        Assert.Equal(20, result.Output.Count);
        Assert.Contains(result.Information, said => said.ToString().Contains("20", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(PwshSession session, string script) =>
        session.Run(script).Succeeded().Of<DatabaseTable>().Select(table => table.Name);

    /// <summary>The counters of another session arrive when it is told to report them, or a second later.</summary>
    private static async Task EventuallyAsync(TestDatabase database, string condition)
    {
        DateTimeOffset deadline = DateTimeOffset.UtcNow.AddSeconds(30);
        while (!await database.ValueAsync<bool>(condition))
        {
            Assert.True(DateTimeOffset.UtcNow < deadline, string.Create(CultureInfo.InvariantCulture, $"Never true: {condition}"));
        }
    }
}
