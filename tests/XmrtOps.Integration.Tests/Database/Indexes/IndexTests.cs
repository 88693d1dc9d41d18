using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Indexes;
using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;

namespace XmrtOps.Integration.Tests.Database.Indexes;

public sealed class IndexTests(SandboxServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_index_is_described_with_all_that_it_is_made_of()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE SCHEMA "Odd Schema";
            CREATE TABLE "Odd Schema"."T" (id integer CONSTRAINT "the key" PRIMARY KEY, "Last Name" text, n integer NOT NULL, c text);
            INSERT INTO "Odd Schema"."T" SELECT i, i::text, i FROM generate_series(1, 20000) i;
            CREATE INDEX "By Name" ON "Odd Schema"."T" (lower("Last Name"), n DESC) INCLUDE (id) WHERE n > 10;
            CREATE INDEX by_n ON "Odd Schema"."T" USING brin (n);
            ALTER TABLE "Odd Schema"."T" REPLICA IDENTITY USING INDEX "the key";
            CREATE TABLE "Odd Schema".p (id integer PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE "Odd Schema".p1 PARTITION OF "Odd Schema".p FOR VALUES FROM (0) TO (100000);
            INSERT INTO "Odd Schema".p SELECT i FROM generate_series(1, 1000) i;
            GRANT USAGE ON SCHEMA "Odd Schema" TO postgres;
            GRANT SELECT ON ALL TABLES IN SCHEMA "Odd Schema" TO postgres;
            ANALYZE;
            """);
        using PwshSession session = database.Connect();

        Dictionary<string, DatabaseIndex> indexes = session.Run("Get-XmrtIndex -Schema 'Odd Schema'").Succeeded()
            .Of<DatabaseIndex>().ToDictionary(index => index.Name);

        DatabaseIndex byName = indexes["By Name"];
        Assert.Equal(["lower(\"Last Name\")", "n"], byName.Columns);
        Assert.Equal(["id"], byName.IncludedColumns);
        Assert.Equal("n > 10", byName.Predicate);
        Assert.StartsWith("CREATE INDEX \"By Name\" ON \"Odd Schema\".\"T\"", byName.Definition, StringComparison.Ordinal);
        Assert.Equal(await database.ValueAsync<long>("SELECT pg_total_relation_size('\"Odd Schema\".\"By Name\"')"), byName.SizeBytes);
        Assert.InRange(indexes["the key"].BloatRatio!.Value, 0.7, 1.3);
        // Statistics of an expression are the index's own: before PostgreSQL 14 its owner alone sees them.
        bool isVisible = await database.ValueAsync<int>("SHOW server_version_num") >= 140000;
        Assert.Equal(isVisible, byName.BloatRatio is >= 0.7 and <= 1.3);
        Assert.Equal(isVisible, byName.BloatRatio is not null);
        Assert.Equal(("T", "btree", 19_990L), (byName.Table, byName.Method, byName.EstimatedRows));
        Assert.Equal(("brin", null), (indexes["by_n"].Method, indexes["by_n"].BloatRatio));
        DatabaseIndex key = indexes["the key"];
        Assert.Equal((true, true, "the key", true), (key.IsUnique, key.IsPrimary, key.BacksConstraint, key.IsReplicaIdentity));
        Assert.True(indexes["p_pkey"].IsPartitioned);
        Assert.Equal(indexes["p1_pkey"].SizeBytes, indexes["p_pkey"].SizeBytes);
        Assert.Equal("Odd Schema.p_pkey", indexes["p1_pkey"].Parent);
        Assert.All(indexes.Values, index => Assert.Empty(index.Findings));
    }

    [Fact]
    public async Task What_repeats_a_unique_constraint_is_found_and_its_undo_works()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtIndex -Finding Duplicate -All").Succeeded();

        IReadOnlyList<DatabaseIndex> found = result.Of<DatabaseIndex>();
        Assert.Superset(
            new HashSet<string>
            {
                "idx_workflow_executions_workflow_id", "idx_workflow_steps_workflow", "idx_user_worker_mappings_worker_id",
                "idx_rate_limits_lookup",
            },
            found.Select(index => index.Name).ToHashSet());
        Assert.All(found, index => Assert.Null(index.BacksConstraint));
        Finding finding = found.Single(index => index.Name == "idx_workflow_steps_workflow").Findings[0];
        Assert.Equal("workflow_steps_workflow_id_step_index_key", finding.Evidence["KeptConstraint"]);
        await database.RunAsync("DROP INDEX public.idx_workflow_steps_workflow");
        Assert.Equal(found.Count - 1, session.Run("Get-XmrtIndex -Finding Duplicate -All").Succeeded().Output.Count);
        await database.RunAsync(finding.Undo!);
        Assert.Equal(found.Count, session.Run("Get-XmrtIndex -Finding Duplicate -All").Succeeded().Output.Count);
        // One whose key another one begins with.
        Assert.Contains(
            "idx_conversation_messages_session_id",
            session.Run("Get-XmrtIndex conversation_messages -Finding Overlapping").Succeeded().Of<DatabaseIndex>().Select(i => i.Name));
    }

    [Fact]
    public async Task Sound_indexes_have_no_finding()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE SCHEMA sound;
            CREATE TABLE sound.parent (id integer PRIMARY KEY, code text UNIQUE, body jsonb);
            CREATE TABLE sound.child (id integer PRIMARY KEY, parent_id integer REFERENCES sound.parent, at timestamptz, state text);
            CREATE INDEX ON sound.child (parent_id, at);
            CREATE INDEX ON sound.child (at DESC);
            CREATE INDEX ON sound.child (at) WHERE state = 'open';
            CREATE INDEX ON sound.child (at) WHERE state = 'closed';
            CREATE UNIQUE INDEX ON sound.child (parent_id);
            CREATE INDEX ON sound.parent USING gin (body);
            CREATE INDEX ON sound.parent USING gin (body jsonb_path_ops);
            CREATE INDEX ON sound.parent (code text_pattern_ops);
            CREATE INDEX ON sound.parent (code COLLATE "C");
            CREATE INDEX ON sound.parent (lower(code));
            """);
        using PwshSession session = database.Connect();

        Assert.Equal(13, session.Run("Get-XmrtIndex -Schema sound -All").Succeeded().Output.Count);
        Assert.Empty(session.Run("Get-XmrtIndex -Schema sound -Finding *").Succeeded().Output);
    }

    [Fact]
    public async Task An_unused_index_is_found_once_the_counters_are_old_enough()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.idle (id integer PRIMARY KEY, a integer, b integer REFERENCES public.idle, c text);
            INSERT INTO public.idle SELECT i, i, NULL, i FROM generate_series(1, 60000) i;
            CREATE INDEX idle_a ON public.idle (a);
            CREATE INDEX idle_b ON public.idle (b, c);
            CREATE INDEX idle_c ON public.idle (lower(c));
            CREATE UNIQUE INDEX idle_d ON public.idle (a, c);
            """);
        using PwshSession session = database.Connect();

        PwshResult young = session.Run("Get-XmrtIndex idle").Succeeded();
        XmrtConnection connection = Assert.Single(session.Run("Get-XmrtConnection").Succeeded().Of<XmrtConnection>());
        (IndexStatistics statistics, List<IndexFacts> facts, _) = await IndexReader.ReadFactsAsync(
            connection,
            new IndexQuery { Table = Wildcard.Parse("Table", ["idle"]) },
            new Page(0, 20, IsDefault: true),
            new Silence("test"),
            Cancellation);

        Assert.DoesNotContain(
            young.Of<DatabaseIndex>().SelectMany(index => index.Findings), finding => finding.Code == "Unused");
        Assert.Contains(
            young.Warnings, warning => warning.Contains("1 index was never scanned", StringComparison.Ordinal));
        // The same facts, under counters of another age: the key, the unique, the expression, the foreign key's are spared.
        List<DatabaseIndex> aged = IndexReader.Judge(facts, statistics with { Since = statistics.Now.AddDays(-40) });
        DatabaseIndex unused = Assert.Single(aged, index => index.Findings.Any(finding => finding.Code == "Unused"));
        Assert.Equal("idle_a", unused.Name);
        Assert.Equal("Remove-XmrtIndex 'public.idle_a'", unused.Findings.Single(f => f.Code == "Unused").Remedy);
        // A scan is a use.
        await database.RunAsync("SET enable_seqscan = off; SELECT count(*) FROM public.idle WHERE a = 5");
        await EventuallyAsync(database, "SELECT pg_stat_get_numscans('public.idle_a'::regclass) > 0");
        DatabaseIndex used = Assert.Single(session.Run("Get-XmrtIndex idle idle_a").Succeeded().Of<DatabaseIndex>());
        Assert.Equal(1, used.Scans);
        bool isRecorded = await database.ValueAsync<int>("SHOW server_version_num") >= 160000;
        Assert.Equal(isRecorded, used.LastUsed is not null);
    }

    [Fact]
    public async Task A_half_made_index_is_graded_and_one_under_way_is_not_disturbed()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE TABLE public.busy AS SELECT i % 10 AS a FROM generate_series(1, 1000) i");
        await using DbDataSource source = server.Administrator(database.Name);
        await using DbConnection reader = await source.OpenConnectionAsync(Cancellation);
        await using DbTransaction snapshot = await reader.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, Cancellation);
        await ExecuteAsync(reader, "SELECT count(*) FROM public.rate_limits");
        await using DbConnection builder = await source.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(builder, "SET lock_timeout = '200ms'");
        await Assert.ThrowsAnyAsync<DbException>(
            () => ExecuteAsync(builder, "CREATE INDEX CONCURRENTLY busy_ready ON public.busy (a)"));
        await Assert.ThrowsAnyAsync<DbException>(
            () => ExecuteAsync(builder, "CREATE UNIQUE INDEX CONCURRENTLY busy_debris ON public.busy (a)"));
        await ExecuteAsync(builder, "SET lock_timeout = 0");
        Task building = ExecuteAsync(builder, "CREATE INDEX CONCURRENTLY busy_building ON public.busy (a)");
        await EventuallyAsync(database, "SELECT count(*) = 1 FROM pg_class WHERE relname = 'busy_building'");
        using PwshSession session = database.Connect();

        Dictionary<string, DatabaseIndex> indexes = session.Run("Get-XmrtIndex busy").Succeeded()
            .Of<DatabaseIndex>().ToDictionary(index => index.Name);

        Assert.Equal((false, true, false), (indexes["busy_ready"].IsValid, indexes["busy_ready"].IsReady, indexes["busy_ready"].IsBuilding));
        Finding ready = Assert.Single(indexes["busy_ready"].Findings);
        Assert.Equal(("Invalid", Severity.Warning), (ready.Code, ready.Severity));
        Finding debris = Assert.Single(indexes["busy_debris"].Findings);
        Assert.Equal(("Invalid", Severity.Information), (debris.Code, debris.Severity));
        Assert.Equal("Remove-XmrtIndex 'public.busy_debris'", debris.Remedy);
        Assert.True(indexes["busy_building"].IsBuilding);
        Assert.Empty(indexes["busy_building"].Findings);
        await snapshot.RollbackAsync(Cancellation);
        await building;
        DatabaseIndex built = Assert.Single(session.Run("Get-XmrtIndex busy busy_building").Succeeded().Of<DatabaseIndex>());
        Assert.Equal((true, false), (built.IsValid, built.IsBuilding));
        await ExecuteAsync(builder, ready.Remedy!);
        Assert.True(session.Run("Get-XmrtIndex busy busy_ready").Succeeded().Of<DatabaseIndex>()[0].IsValid);
    }

    [Fact]
    public async Task Indexes_of_a_locked_table_are_listed_and_the_others_exact()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE INDEX by_expression ON public.webhook_logs (lower(status)) WHERE status <> 'x'");
        await using DbDataSource source = server.Administrator(database.Name);
        await using DbConnection other = await source.OpenConnectionAsync(Cancellation);
        await using DbTransaction holding = await other.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(other, "LOCK TABLE public.webhook_logs IN ACCESS EXCLUSIVE MODE");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtIndex -All").Succeeded();

        IReadOnlyList<DatabaseIndex> indexes = result.Of<DatabaseIndex>();
        Assert.All(indexes, index => Assert.Equal(index.Table == "webhook_logs", index.Locked));
        Assert.All(indexes, index => Assert.Equal(index.Locked, index.Definition is null));
        DatabaseIndex expression = indexes.Single(index => index.Name == "by_expression");
        Assert.Equal(["(expression)"], expression.Columns);
        Assert.True(expression.SizeBytes > 0);
        Assert.Equal(
            await database.ValueAsync<long>("SELECT pg_total_relation_size('public.rate_limits_pkey')"),
            indexes.Single(index => index.Name == "rate_limits_pkey").SizeBytes);
    }

    [Fact]
    public async Task Tables_are_piped_and_names_take_wildcards()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        IReadOnlyList<DatabaseIndex> piped =
            session.Run("Get-XmrtTable webhook_logs, agents | Get-XmrtIndex").Succeeded().Of<DatabaseIndex>();

        Assert.Equal(["agents", "webhook_logs"], piped.Select(index => index.Table).Distinct().Order());
        Assert.Equal(
            session.Run("Get-XmrtIndex webhook_logs, public.agents -All").Succeeded().Output.Count, piped.Count);
        Assert.Equal(
            ["webhook_logs_pkey"],
            session.Run("Get-XmrtIndex web* *_pkey").Succeeded().Of<DatabaseIndex>().Select(index => index.Name));
        Assert.Equal(
            ["users_pkey"],
            session.Run("Get-XmrtIndex -Name auth.users_p*").Succeeded().Of<DatabaseIndex>()
                .Where(index => index.Name.EndsWith("_pkey", StringComparison.Ordinal)).Select(index => index.Name));
        Assert.Equal(["InvalidWildcard"], session.Run("Get-XmrtIndex 'a[b'").ErrorIds);
    }

    [Fact]
    public async Task The_table_fits_80_columns_and_a_warm_call_takes_few_round_trips()
    {
        await using TestDatabase database = await server.CopyAsync();
        using CountingProxy proxy = new(server.Sandbox.Port);
        using PwshSession session = new(80, "de-DE");
        session.Set("url", database.UrlOf(server.Sandbox.UserName, server.Sandbox.Password, proxy.Port));
        session.Run("$null = Connect-Xmrt $url; Get-XmrtIndex").Succeeded();

        int before = proxy.RoundTrips;
        PwshResult result = session.Run("Set-StrictMode -Version Latest; Get-XmrtIndex -WarningAction Ignore").Succeeded();

        Assert.Equal(2, proxy.RoundTrips - before);
        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
        Assert.Equal(20, result.Output.Count);
        IReadOnlyList<DatabaseIndex> indexes = result.Of<DatabaseIndex>();
        Assert.Equal(indexes.OrderByDescending(index => index.SizeBytes).Select(i => i.SizeBytes), indexes.Select(i => i.SizeBytes));
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task EventuallyAsync(TestDatabase database, string condition)
    {
        DateTimeOffset deadline = DateTimeOffset.UtcNow.AddSeconds(30);
        while (!await database.ValueAsync<bool>(condition))
        {
            Assert.True(DateTimeOffset.UtcNow < deadline, $"Never true: {condition}");
        }
    }
}
