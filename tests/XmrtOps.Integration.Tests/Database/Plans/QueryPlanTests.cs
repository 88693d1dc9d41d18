using XmrtOps.Adapters;
using XmrtOps.Database;
using XmrtOps.Database.Plans;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Plans;

public sealed class QueryPlanTests(SandboxServer server)
{
    [Fact]
    public async Task Every_statement_of_the_application_has_a_plan_or_a_reason()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        // Statistics are of a database, and a copy has none of the template's.
        session.Set("origin", database.UrlOf(server.Sandbox.UserName, server.Sandbox.Password).Replace(
            database.Name, server.Sandbox.Database, StringComparison.Ordinal));

        IReadOnlyList<QueryPlan> plans = session
            .Run("$null = Connect-Xmrt $origin -Name origin; Get-XmrtSlowQuery -All -Connection origin | Get-XmrtQueryPlan")
            .Succeeded().Of<QueryPlan>();

        Assert.InRange(plans.Count, 20, 10_000);
        Assert.All(plans, plan =>
        {
            Assert.Equal("origin", plan.Connection);
            Assert.Equal(plan.State == PlanState.Planned, plan.Root is not null);
            Assert.Equal(plan.State == PlanState.Planned, plan.Reason is null);
            Assert.NotNull(plan.QueryId);
            Assert.NotNull(plan.MeanMs);
            Assert.InRange(plan.Calls!.Value, 1, long.MaxValue);
        });
        Assert.Contains(plans, plan => plan is { State: PlanState.NotPlannable, Query: "COMMIT" });
        QueryPlan logs = Assert.Single(plans, plan => plan.Query!.Contains("FROM public.webhook_logs\nWHERE created_at > $1", StringComparison.Ordinal));
        Assert.True(logs.IsGeneric);
        Assert.Equal(["Limit", "Sort", "Seq Scan"], logs.Nodes.Select(node => node.NodeType));
        Assert.Equal([0, 1, 2], logs.Nodes.Select(node => node.Depth));
        PlanNode scan = logs.Nodes[2];
        Assert.Equal(("public", "webhook_logs", "public.webhook_logs"), (scan.Schema, scan.Table, scan.Relation));
        Assert.True(scan.IsHot);
        Assert.InRange(scan.TableRows!.Value, 10_000, 1_000_000);
        Assert.Contains("created_at > $1", scan.Filter, StringComparison.Ordinal);
        Assert.Contains(logs.Findings, finding =>
            finding.Code == "SequentialScan"
            && finding.Remedy!.EndsWith("| Find-XmrtMissingIndex", StringComparison.Ordinal)
            && finding.Remedy.Contains(logs.QueryId!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT id FROM public.rate_limits WHERE identifier = $1 AND endpoint = $2 -- the last one\n;  ;", "rate_limits")]
    [InlineData("/* ; */ SELECT 'a;b', $x$;$x$ FROM public.agents WHERE id = $1 /* $9 */", "agents")]
    [InlineData("WITH gone AS (DELETE FROM public.webhook_logs WHERE created_at < $1 RETURNING 1) SELECT count(*) FROM gone", "webhook_logs")]
    [InlineData("INSERT INTO public.agents (id, name) VALUES ($1, $2)", "agents")]
    [InlineData("UPDATE public.agents SET last_seen = $1 WHERE id = $2", "agents")]
    [InlineData("SELECT * FROM public.agents WHERE id = $1 FOR UPDATE", "agents")]
    [InlineData("(SELECT 1 FROM public.agents WHERE id = $1)", "agents")]
    [InlineData("SELECT /* ; /* ; */ ; */ @ -5, '{}'::jsonb @> '{}', a.id AS \":x;\" FROM public.agents a WHERE id = $1 AND id <> E'\\';@y'", "agents")]
    public async Task A_generic_plan_needs_no_values_and_leaves_nothing_behind(string query, string table)
    {
        await using TestDatabase database = await server.CopyAsync();
        long before = await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs");
        using PwshSession session = database.Connect();
        session.Set("query", query);

        QueryPlan plan = Assert.Single(session.Run("Get-XmrtQueryPlan $query").Succeeded().Of<QueryPlan>());

        Assert.Equal(PlanState.Planned, plan.State);
        Assert.True(plan.IsGeneric);
        Assert.False(plan.IsAnalyzed);
        Assert.Null(plan.ExecutionMs);
        Assert.NotNull(plan.PlanningMs);
        Assert.Contains(plan.Nodes, node => node.Table == table);
        Assert.All(plan.Nodes, node => Assert.Null(node.ActualRows));
        // The same session of the server answers again: nothing is prepared in it.
        Assert.Equal(PlanState.Planned, Assert.Single(session.Run(
            "Get-XmrtQueryPlan 'SELECT 1 FROM pg_catalog.pg_prepared_statements LIMIT $1' -Parameter 5 -Analyze").Succeeded()
            .Of<QueryPlan>(), answer => answer.ActualRows is 1).State);
        Assert.Equal(before, await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs"));
    }

    [Theory]
    [InlineData("SELECT 1; DROP TABLE public.agents", "several statements")]
    [InlineData("SELECT 1; COMMIT; DROP TABLE public.agents; --", "several statements")]
    [InlineData("SELECT E'a'\n'\\'; DROP TABLE public.agents; --'", "")]
    [InlineData("COMMIT", "COMMIT is a utility statement")]
    [InlineData("(FORMAT JSON) SELECT 1", "")]
    [InlineData("ANALYZE SELECT 1", "ANALYZE is a utility statement")]
    [InlineData("SET default_transaction_read_only = off", "SET is a utility statement")]
    [InlineData("DO $$ BEGIN DELETE FROM public.agents; END $$", "no plan of its own")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM public.agents", "EXPLAIN already")]
    [InlineData("CREATE TABLE t AS SELECT 1", "Give the query within it")]
    [InlineData("SELECT now() - interval $1", "wants a constant")]
    [InlineData("SELECT $2::text", "cannot be told")]
    [InlineData("SELECT * FROM public.no_such_table", "does not exist (42P01)")]
    [InlineData("SELECT * FROM public.agents WHERE id = 'unfini", "cut off")]
    [InlineData("SELECT * FROM public.agents WHERE id IN ($1, $2", "cut off")]
    [InlineData("SELECT * FROM public.agents WHERE", "cut off")]
    [InlineData("SELECT 'x'::uuid", "invalid input syntax")]
    [InlineData(" -- nothing\n ; ", "no statement")]
    [InlineData("", "no statement")]
    public async Task What_has_no_plan_says_why_and_does_nothing(string query, string reason)
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        session.Set("query", query);

        IReadOnlyList<QueryPlan> plans = session.Run("$query, 'SELECT 1' | Get-XmrtQueryPlan").Succeeded().Of<QueryPlan>();

        Assert.Equal(2, plans.Count);
        Assert.Equal(PlanState.NotPlannable, plans[0].State);
        Assert.Contains(reason, plans[0].Reason ?? "", StringComparison.Ordinal);
        Assert.Empty(plans[0].Nodes);
        Assert.Equal(PlanState.Planned, plans[1].State);
        Assert.InRange(await database.ValueAsync<long>("SELECT count(*) FROM public.agents"), 1, 1000);
    }

    [Fact]
    public async Task A_hidden_text_is_a_state_and_the_pipe_goes_on()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("SELECT 1 AS somebody_elses");
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);

        IReadOnlyList<QueryPlan> plans = session
            .Run("$null = Connect-Xmrt $url; Get-XmrtSlowQuery -All | Get-XmrtQueryPlan").Succeeded().Of<QueryPlan>();

        Assert.Contains(plans, plan => plan.State == PlanState.Hidden
            && plan.Query is null && plan.Reason!.Contains("grant pg_read_all_stats", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_make_the_plan_theirs_whatever_is_in_them()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE TABLE public.v (id int PRIMARY KEY, t text, a int[], j jsonb, at timestamptz, b bytea); GRANT ALL ON public.v TO postgres");
        using PwshSession session = database.Connect(culture: "de-DE");
        session.Set("evil", "'); DROP TABLE public.v; --\\' OR 1=1 \"$1\" \n ä");

        QueryPlan plan = Assert.Single(session.Run(
            """
            Get-XmrtQueryPlan 'INSERT INTO public.v VALUES ($1, $2, $3, $4, $5, $6)' -Parameter 7, $evil, @(1, 2), @{ a = 1.5 },
                ([datetimeoffset]'2026-03-01T12:00:00Z'), ([byte[]](1, 255)) -Analyze -AllowRolledBackWrite -Confirm:$false
            """).Succeeded().Of<QueryPlan>());
        QueryPlan nothing = Assert.Single(session.Run(
            "Get-XmrtQueryPlan 'SELECT * FROM public.v WHERE id = $1' -Parameter $null").Succeeded().Of<QueryPlan>());
        QueryPlan echo = Assert.Single(session.Run(
            "Get-XmrtQueryPlan 'SELECT id FROM public.v WHERE t = $1 AND id > $2' -Parameter $evil, 1.5").Succeeded().Of<QueryPlan>());

        Assert.Equal((PlanState.Planned, true, false), (plan.State, plan.IsAnalyzed, plan.IsGeneric));
        Assert.Equal("Result", nothing.Root!.NodeType);
        Assert.False(nothing.IsGeneric);
        Assert.Equal(PlanState.NotPlannable, echo.State);
        Assert.Contains("invalid input syntax for type integer: \"1.5\"", echo.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await database.ValueAsync<long>("SELECT count(*) FROM public.v"));
        Assert.Equal(
            ["ParameterCountDiffers", "ParametersMissing"],
            session.Run(
                """
                Get-XmrtQueryPlan 'SELECT 1 + $1' -Parameter 1, 2
                Get-XmrtQueryPlan 'SELECT 1 + $1' -Analyze
                """).ErrorIds);
    }

    [Fact]
    public async Task A_locked_table_is_a_state_that_names_who_locks_it()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using var holder = await server.Administrator(database.Name).OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = holder.CreateCommand())
        {
            command.CommandText = "LOCK TABLE public.webhook_logs IN ACCESS EXCLUSIVE MODE";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        using PwshSession session = database.Connect();
        IReadOnlyList<QueryPlan> plans = session.Run(
            "'SELECT * FROM webhook_logs WHERE id = $1', 'SELECT 1 FROM public.agents' | Get-XmrtQueryPlan").Succeeded().Of<QueryPlan>();

        Assert.Equal([PlanState.Locked, PlanState.Planned], plans.Select(plan => plan.State));
        Assert.Contains("public.webhook_logs is locked", plans[0].Reason, StringComparison.Ordinal);
        Assert.Contains(
            $"session {Postgres.AnnouncedProcessId(holder)}", plans[0].Reason, StringComparison.Ordinal);
        Assert.Contains("Locked: public.webhook_logs", session.Run("Get-XmrtQueryPlan 'SELECT 1 FROM webhook_logs'").Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_go_back_to_the_connection_that_they_came_from()
    {
        await using TestDatabase first = await server.CopyAsync();
        await using TestDatabase second = await server.CopyAsync();
        await first.RunAsync("CREATE TABLE public.only_here (id int); GRANT ALL ON public.only_here TO postgres");
        await first.RunAsync("SELECT id FROM public.only_here");
        using PwshSession session = first.Connect("first");
        session.Set("other", second.Url);

        IReadOnlyList<QueryPlan> plans = session.Run(
            """
            $null = Connect-Xmrt $other -Name second
            $slow = Get-XmrtSlowQuery -All -Connection first -Text 'SELECT id FROM public.only_here'
            $slow | Get-XmrtQueryPlan
            [pscustomobject]@{ Query = $slow.Query; Connection = 'first'; QueryId = $slow.QueryId; Note = 'of my own' } | Get-XmrtQueryPlan
            Get-XmrtQueryPlan $slow.Query -Connection first, second
            """).Succeeded().Of<QueryPlan>();

        Assert.Equal(["first", "first", "first", "second"], plans.Select(plan => plan.Connection).Order(StringComparer.Ordinal));
        Assert.All(plans, plan => Assert.Equal(
            plan.Connection == "first" ? PlanState.Planned : PlanState.NotPlannable, plan.State));
        Assert.Equal(plans[0].QueryId, plans[1].QueryId);
        Assert.Equal(1, plans[0].Calls);
        Assert.Equal(["NothingToPlan"], session.Run("7 | Get-XmrtQueryPlan").ErrorIds);
        Assert.Equal(["UnknownConnection"], session.Run("Get-XmrtQueryPlan 'SELECT 1' -Connection nowhere").ErrorIds);
    }

    [Fact]
    public async Task Raw_is_the_servers_own_json()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtQueryPlan 'SELECT 1 FROM agents' -Raw; Get-XmrtQueryPlan VACUUM -Raw");

        string json = Assert.IsType<string>(Assert.Single(result.Output, o => o!.BaseObject is string)!.BaseObject);
        using PlanDocument document = PlanDocument.Parse(json)!;
        Assert.Equal("agents", document.Plan.GetProperty("Relation Name").GetString());
        Assert.Equal(["NoPlan"], result.ErrorIds);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public async Task The_tree_fits_the_window_and_marks_the_hot_step(int width)
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect(width: width);

        PwshResult result = session.Run(
            """Get-XmrtQueryPlan 'SELECT * FROM conversation_messages WHERE "timestamp" > $1 ORDER BY content'""").Succeeded();

        Assert.All(result.ScreenLines, line => Assert.InRange(line.Length, 0, width));
        Assert.Contains(result.ScreenLines, line =>
            line.StartsWith('>') && line.Contains("Seq Scan on public.conversation_messages", StringComparison.Ordinal));
        Assert.Contains(result.ScreenLines, line => line.StartsWith("Warning: SequentialScan.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_with_a_thousand_partitions_is_read_and_shown_in_short()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.parts (id int, v text) PARTITION BY RANGE (id);
            DO $$ BEGIN
                FOR i IN 0..999 LOOP
                    EXECUTE format('CREATE TABLE public.parts_%s PARTITION OF public.parts FOR VALUES FROM (%s) TO (%s)', i, i * 10, i * 10 + 10);
                END LOOP;
            END $$;
            GRANT ALL ON public.parts TO postgres;
            """);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtQueryPlan 'SELECT * FROM public.parts WHERE v = $1'").Succeeded();

        QueryPlan plan = Assert.Single(result.Of<QueryPlan>());
        Assert.Equal(1000, plan.Nodes.Count(node => node.Table?.StartsWith("parts_", StringComparison.Ordinal) == true));
        Assert.Contains("more beside it", result.Screen, StringComparison.Ordinal);
        Assert.InRange(result.ScreenLines.Count, 5, 60);
    }

    [Fact]
    public async Task Through_a_transaction_pooler_plans_are_the_same()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "There is no pgbouncer on this machine.");
        await using TestDatabase database = await server.CopyAsync();
        await using PgBouncer bouncer = await PgBouncer.StartAsync(server);
        using PwshSession session = new();
        session.Set("url", database.UrlOf(server.Sandbox.UserName, server.Sandbox.Password, bouncer.Port));

        IReadOnlyList<QueryPlan> plans = session.Run(
            """
            $null = Connect-Xmrt $url
            Get-XmrtQueryPlan 'SELECT * FROM agents WHERE id = $1'
            Get-XmrtQueryPlan 'SELECT * FROM agents WHERE id = $1' -Parameter x -Role service_role -Analyze
            Get-XmrtQueryPlan 'SELECT interval $1'
            Get-XmrtQueryPlan 'SELECT 1 FROM pg_catalog.pg_prepared_statements WHERE name LIKE ''xmrt%''' -Analyze
            """).Succeeded().Of<QueryPlan>();

        Assert.Equal(
            [PlanState.Planned, PlanState.Planned, PlanState.NotPlannable, PlanState.Planned], plans.Select(plan => plan.State));
        Assert.Equal(0, plans[3].ActualRows);
    }
}
