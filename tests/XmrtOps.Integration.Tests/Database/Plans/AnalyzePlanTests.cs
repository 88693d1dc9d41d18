using XmrtOps.Database.Plans;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Plans;

public sealed class AnalyzePlanTests(SandboxServer server)
{
    [Fact]
    public async Task What_only_reads_is_run_and_measured()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        QueryPlan plan = Assert.Single(session.Run(
            """
            Get-XmrtQueryPlan -Analyze 'WITH recent AS MATERIALIZED (SELECT * FROM conversation_messages WHERE "timestamp" > now() - interval ''3 days'')
                SELECT r.session_id, count(*), (SELECT max(created_at) FROM webhook_logs) FROM recent r
                JOIN conversation_sessions s ON s.id = r.session_id LEFT JOIN agents a ON a.id = s.title AND false
                WHERE gen_random_uuid() <> s.id GROUP BY 1 ORDER BY 2 DESC'
            """).Succeeded().Of<QueryPlan>());

        Assert.True(plan.IsAnalyzed);
        Assert.InRange(plan.ExecutionMs!.Value, 0.001, 60_000);
        Assert.NotNull(plan.ActualRows);
        Assert.Single(plan.Nodes, node => node.IsHot);
        Assert.Contains(plan.Nodes, node => node.SubplanName == "CTE recent");
        Assert.Contains(plan.Nodes, node => node.ParentRelationship == "InitPlan" && node.SubplanName!.StartsWith("InitPlan", StringComparison.Ordinal));
        Assert.All(plan.Nodes.Where(node => node.Loops > 0), node =>
        {
            Assert.InRange(node.OwnMs!.Value, 0, node.TotalMs!.Value + 0.001);
            Assert.NotNull(node.SharedBlocksHit);
        });
        // Each moment belongs to one step; only that of an InitPlan may be counted where it is asked for, too.
        double asked = plan.Nodes.Where(node => node.SubplanName?.StartsWith("InitPlan", StringComparison.Ordinal) == true).Sum(node => node.TotalMs ?? 0);
        Assert.InRange(plan.Nodes.Sum(node => node.OwnMs ?? 0), 0, (plan.Root!.TotalMs!.Value * 1.05) + asked + 0.1);
    }

    [Theory]
    [InlineData("DELETE FROM public.webhook_logs", "Delete on public.webhook_logs")]
    [InlineData("UPDATE public.agents SET name = 'x'", "Update on public.agents")]
    [InlineData("WITH gone AS (DELETE FROM public.agents RETURNING id) SELECT * FROM gone", "Delete on public.agents")]
    [InlineData("SELECT * FROM public.agents FOR UPDATE", "FOR UPDATE")]
    [InlineData("SELECT * FROM public.agents FOR KEY SHARE", "FOR UPDATE or FOR SHARE")]
    [InlineData("SELECT 1 AS x INTO public.made", "SELECT INTO")]
    public async Task What_writes_is_refused_before_it_runs(string query, string what)
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        session.Set("query", query);

        PwshResult result = session.Run("Get-XmrtQueryPlan $query -Analyze");

        Assert.Equal(["AnalyzeWouldWrite"], result.ErrorIds);
        Assert.Contains(what, result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("-AllowRolledBackWrite", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.InRange(await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs"), 1, long.MaxValue);
        Assert.Equal(0, await database.ValueAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'made'"));
    }

    [Theory]
    [InlineData("SELECT nextval('auth.refresh_tokens_id_seq')", "pg_catalog.nextval")]
    [InlineData("SELECT pg_notify('a', 'b')", "pg_catalog.pg_notify")]
    [InlineData("SELECT set_config('transaction_read_only', 'off', true)", "pg_catalog.set_config")]
    [InlineData("SELECT pg_terminate_backend(1)", "pg_catalog.pg_terminate_backend")]
    [InlineData("SELECT public.\"Calls Out\"(1)", "public.\"Calls Out\"")]
    [InlineData("SELECT public . calls_out /* hidden */ (1)", "public.calls_out")]
    [InlineData("SELECT * FROM public.quiet", "public.calls_out")]
    [InlineData("SELECT 1 FROM public.agents LIMIT public.calls_out(1)", "public.calls_out")]
    [InlineData("SELECT a.id FROM public.agents a WHERE (a).out_of_row > 0", "public.out_of_row")]
    [InlineData("SELECT 1 !!! 2", "public.calls_out2")]
    [InlineData("SELECT public.sum_out(1)", "public.sum_out")]
    public async Task What_no_rollback_takes_back_is_refused_before_it_runs(string query, string function)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.heard (x int);
            CREATE SEQUENCE public.counted;
            CREATE FUNCTION public.calls_out(x int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT nextval(''public.counted'')::int';
            CREATE FUNCTION public."Calls Out"(x int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT nextval(''public.counted'')::int';
            CREATE FUNCTION public.calls_out2(x int, y int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT nextval(''public.counted'')::int';
            CREATE FUNCTION public.out_of_row(a public.agents) RETURNS int LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN nextval(''public.counted''); END';
            CREATE OPERATOR public.!!! (FUNCTION = public.calls_out2, LEFTARG = int, RIGHTARG = int);
            CREATE AGGREGATE public.sum_out (int) (SFUNC = public.calls_out2, STYPE = int);
            CREATE VIEW public.quieter AS SELECT 1 AS x LIMIT public.calls_out(1);
            CREATE VIEW public.quiet AS SELECT * FROM public.quieter;
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO postgres;
            """);
        using PwshSession session = database.Connect();
        session.Set("query", query);

        PwshResult result = session.Run("Get-XmrtQueryPlan $query -Analyze; Get-XmrtQueryPlan $query -Analyze -AllowRolledBackWrite");

        Assert.Equal(["AnalyzeCannotBeUndone", "AnalyzeCannotBeUndone"], result.ErrorIds);
        Assert.Contains(function, result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.False(await database.ValueAsync<bool>("SELECT is_called FROM public.counted"));
        // Without a run there is a plan.
        Assert.Equal(PlanState.Planned, Assert.Single(session.Run("Get-XmrtQueryPlan $query").Succeeded().Of<QueryPlan>()).State);
    }

    [Fact]
    public async Task Who_knows_better_may_run_it_and_rows_are_safe_all_the_same()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE FUNCTION public.harmless() RETURNS int LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 5; END';
            CREATE FUNCTION public.liar() RETURNS int LANGUAGE plpgsql VOLATILE AS 'BEGIN DELETE FROM public.agents; RETURN 5; END';
            """);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run(
            """
            Get-XmrtQueryPlan 'SELECT public.harmless()' -Analyze -AllowVolatileFunction
            Get-XmrtQueryPlan 'SELECT public.liar()' -Analyze -AllowVolatileFunction
            """);

        Assert.Equal(["AnalyzeWouldWrite"], result.ErrorIds);
        Assert.True(Assert.Single(result.Output, o => o!.BaseObject is QueryPlan)!.BaseObject is QueryPlan { IsAnalyzed: true });
        Assert.InRange(await database.ValueAsync<long>("SELECT count(*) FROM public.agents"), 1, 1000);
    }

    [Fact]
    public async Task A_write_that_is_allowed_and_confirmed_is_measured_and_taken_back()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE TABLE public.w (id int PRIMARY KEY, at timestamptz); INSERT INTO public.w SELECT i FROM generate_series(1, 500) i; GRANT ALL ON public.w TO postgres");
        using PwshSession session = database.Connect();

        PwshResult declined = session.Run("Get-XmrtQueryPlan 'DELETE FROM public.w' -Analyze -AllowRolledBackWrite", "No");
        PwshResult whatIf = session.Run("Get-XmrtQueryPlan 'DELETE FROM public.w' -Analyze -AllowRolledBackWrite -WhatIf").Succeeded();
        PwshResult run = session.Run("Get-XmrtQueryPlan 'DELETE FROM public.w' -Analyze -AllowRolledBackWrite", "Yes").Succeeded();

        Assert.Contains("Delete on public.w", Assert.Single(declined.Prompts).Message, StringComparison.Ordinal);
        Assert.False(Assert.Single(declined.Of<QueryPlan>()).IsAnalyzed);
        Assert.False(Assert.Single(whatIf.Of<QueryPlan>()).IsAnalyzed);
        QueryPlan plan = Assert.Single(run.Of<QueryPlan>());
        Assert.True(plan.IsAnalyzed);
        Assert.Equal(500, plan.Nodes[1].ActualRows);
        Assert.Equal(500, await database.ValueAsync<long>("SELECT count(*) FROM public.w"));
    }

    [Fact]
    public async Task A_write_whose_triggers_do_more_than_look_at_the_row_is_refused()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.parent (id int PRIMARY KEY, at timestamptz);
            CREATE TABLE public.child (id int REFERENCES public.parent ON DELETE CASCADE);
            INSERT INTO public.parent SELECT 1;
            CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at = now(); RETURN NEW; END';
            CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_notify(''x'', ''y''); RETURN NULL; END';
            CREATE TRIGGER touch BEFORE UPDATE ON public.parent FOR EACH ROW EXECUTE FUNCTION public.touch();
            CREATE TRIGGER tell AFTER DELETE ON public.child FOR EACH ROW EXECUTE FUNCTION public.tell();
            CREATE TABLE public.other (id int, at timestamptz);
            INSERT INTO public.other VALUES (1);
            CREATE TRIGGER touch BEFORE UPDATE ON public.other FOR EACH ROW EXECUTE FUNCTION public.touch();
            CREATE TABLE public.numbered (id int GENERATED ALWAYS AS IDENTITY, x int);
            GRANT ALL ON ALL TABLES IN SCHEMA public TO postgres;
            """);
        using PwshSession session = database.Connect();

        PwshResult refused = session.Run(
            """
            Get-XmrtQueryPlan 'DELETE FROM public.parent' -Analyze -AllowRolledBackWrite -Confirm:$false
            Get-XmrtQueryPlan 'INSERT INTO public.numbered (x) VALUES (1)' -Analyze -AllowRolledBackWrite -Confirm:$false
            """);
        QueryPlan touched = Assert.Single(session.Run(
            "Get-XmrtQueryPlan 'UPDATE public.other SET id = 2' -Analyze -AllowRolledBackWrite -Confirm:$false")
            .Succeeded().Of<QueryPlan>());

        Assert.Equal(["AnalyzeCannotBeUndone", "AnalyzeCannotBeUndone"], refused.ErrorIds);
        Assert.Contains("pg_notify", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("nextval", refused.Errors[1].ToString(), StringComparison.Ordinal);
        Assert.Equal("touch", Assert.Single(touched.Triggers).Name);
        Assert.Equal(1, await database.ValueAsync<long>("SELECT id FROM public.other"));
    }

    [Fact]
    public async Task What_fails_when_it_is_run_says_so()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        QueryPlan plan = Assert.Single(session.Run(
            "Get-XmrtQueryPlan 'SELECT 1 / (length(name) - length(name)) FROM public.agents' -Analyze").Succeeded().Of<QueryPlan>());

        Assert.Equal(PlanState.NotPlannable, plan.State);
        Assert.Contains("It failed when it was run: division by zero (22012)", plan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sort_that_spills_and_an_estimate_that_is_wrong_are_found()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.skewed (a int, b int, t text);
            ALTER TABLE public.skewed SET (autovacuum_enabled = off);
            INSERT INTO public.skewed SELECT i % 100, i % 100, repeat('x', 100) FROM generate_series(1, 60000) i;
            ANALYZE public.skewed;
            GRANT ALL ON public.skewed TO postgres;
            ALTER ROLE postgres IN DATABASE
            """ + $" {database.Name} SET work_mem = '64kB'");
        using PwshSession session = database.Connect();

        QueryPlan plan = Assert.Single(session.Run(
            "Get-XmrtQueryPlan 'SELECT * FROM public.skewed WHERE a = 1 AND b = 1 ORDER BY t' -Analyze; ").Succeeded().Of<QueryPlan>());
        QueryPlan sorted = Assert.Single(session.Run(
            "Get-XmrtQueryPlan 'SELECT * FROM public.skewed ORDER BY t' -Analyze; ").Succeeded().Of<QueryPlan>());

        Assert.Contains(plan.Findings, finding => finding.Code == "Misestimate" && (double)finding.Evidence["Factor"]! >= 50);
        Assert.Contains(plan.Findings, finding => finding.Code == "SequentialScan");
        Assert.Contains(sorted.Findings, finding => finding.Code == "SpilledToDisk");
        Assert.Contains(sorted.Findings, finding => finding.Code == "UnboundedResult");
        Assert.Contains(sorted.Nodes, node => node is { NodeType: "Sort", DiskBytes: > 0 });
    }
}
