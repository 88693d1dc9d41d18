using XmrtOps.Database.Plans;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Plans;

public sealed class RolePlanTests(SandboxServer server)
{
    [Fact]
    public async Task A_plan_under_a_role_has_its_policies_and_its_token()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.mine (id int, owner uuid);
            INSERT INTO public.mine SELECT i, CASE i % 2 WHEN 0 THEN '00000000-0000-0000-0000-00000000000a'::uuid END FROM generate_series(1, 3000) i;
            ALTER TABLE public.mine ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON public.mine USING (auth.uid() = owner);
            GRANT SELECT ON public.mine TO authenticated;
            ANALYZE public.mine;
            """);
        using PwshSession session = database.Connect();

        IReadOnlyList<QueryPlan> plans = session.Run(
            """
            Get-XmrtQueryPlan 'SELECT * FROM public.mine' -Analyze
            Get-XmrtQueryPlan 'SELECT * FROM public.mine' -Claim @{ sub = '00000000-0000-0000-0000-00000000000a' } -Analyze
            Get-XmrtQueryPlan 'SELECT * FROM public.mine' -Role authenticated -Claim @{ sub = '00000000-0000-0000-0000-00000000000b'; note = "it's \ a `"trap`"" } -Analyze
            Get-XmrtQueryPlan 'SELECT * FROM public.mine' -Analyze
            """).Succeeded().Of<QueryPlan>();

        Assert.Equal([null, "authenticated", "authenticated", null], plans.Select(plan => plan.Role));
        Assert.Equal([3000, 1500, 0, 3000], plans.Select(plan => (int)plan.ActualRows!.Value));
        Assert.Contains("owner", plans[1].Root!.Filter, StringComparison.Ordinal);
        Assert.Contains(plans[1].Findings, finding => finding.Code == "RlsFilterCost");
        Assert.DoesNotContain(plans[0].Findings, finding => finding.Code == "RlsFilterCost");

        // The remedy that the finding names takes it away.
        await database.RunAsync("ALTER POLICY own ON public.mine USING ((SELECT auth.uid()) = owner)");
        QueryPlan better = Assert.Single(session.Run(
            "Get-XmrtQueryPlan 'SELECT * FROM public.mine' -Claim @{ sub = '00000000-0000-0000-0000-00000000000a' } -Analyze")
            .Succeeded().Of<QueryPlan>());
        Assert.Equal(1500, better.ActualRows);
        Assert.DoesNotContain(better.Findings, finding => finding.Code == "RlsFilterCost");
    }

    [Fact]
    public async Task Claims_arrive_as_PostgREST_hands_them_on()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        IReadOnlyList<QueryPlan> plans = session.Run(
            """
            $claim = @{ sub = '00000000-0000-0000-0000-00000000000a'; app_metadata = @{ roles = 'a', 'b' }; 'odd name' = 1 }
            Get-XmrtQueryPlan "SELECT 1 WHERE auth.role() = 'authenticated' AND current_user = 'authenticated'" -Claim $claim -Analyze
            Get-XmrtQueryPlan "SELECT 1 WHERE auth.jwt() #>> '{app_metadata,roles,1}' = 'b' AND auth.jwt() ->> 'odd name' = '1'" -Claim $claim -Analyze
            Get-XmrtQueryPlan "SELECT 1 WHERE current_setting('request.jwt.claim.sub') = '00000000-0000-0000-0000-00000000000a'" -Claim $claim -Analyze
            Get-XmrtQueryPlan "SELECT 1 WHERE auth.role() = 'anon'" -Role anon -Analyze
            Get-XmrtQueryPlan "SELECT 1 WHERE current_user = 'service_role'" -Claim @{ role = 'service_role' } -Analyze
            Get-XmrtQueryPlan "SELECT 1 WHERE coalesce(auth.role(), '') = '' AND current_user = 'postgres'" -Analyze
            """).Succeeded().Of<QueryPlan>();

        Assert.All(plans, plan => Assert.Equal(1, plan.ActualRows));
        Assert.Equal(6, plans.Count);
    }

    [Fact]
    public async Task A_role_that_may_not_be_taken_is_an_error_with_the_grant()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);

        PwshResult result = session.Run(
            """
            $null = Connect-Xmrt $url
            Get-XmrtQueryPlan 'SELECT 1' -Role authenticated
            Get-XmrtQueryPlan 'SELECT 1' -Role 'no"such'
            Get-XmrtQueryPlan 'SELECT 1'
            """);

        Assert.Equal(["RoleNotAssumable", "RoleNotFound"], result.ErrorIds);
        Assert.StartsWith(
            "GRANT \"authenticated\" TO \"app_reader\"", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(result.Output, o => o!.BaseObject is QueryPlan { State: PlanState.Planned });
    }

    [Fact]
    public async Task What_the_role_may_not_read_is_the_answer()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE TABLE public.secret (id int); REVOKE ALL ON public.secret FROM anon, authenticated");
        using PwshSession session = database.Connect();

        QueryPlan plan = Assert.Single(session.Run("Get-XmrtQueryPlan 'SELECT * FROM public.secret' -Role anon -Analyze").Succeeded().Of<QueryPlan>());

        Assert.Equal(PlanState.NotPlannable, plan.State);
        Assert.Contains("permission denied for table secret (42501)", plan.Reason, StringComparison.Ordinal);
    }
}
