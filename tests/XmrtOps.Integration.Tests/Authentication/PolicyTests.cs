using XmrtOps.Authentication;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Authentication;

public sealed class PolicyTests(SandboxServer server)
{
    private const string User = "11111111-1111-4111-8111-111111111111";

    [Fact]
    public async Task Shows_what_pg_policies_leaves_out()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        TablePolicies memories = session.Run("Get-XmrtPolicy memory_contexts").Succeeded().Of<TablePolicies>().Single();

        Assert.Equal((true, false, "postgres", 9), (memories.RowSecurity, memories.Forced, memories.Owner, memories.Policies.Count));
        RowPolicy insert = memories.Policies.Single(policy => policy.Name == "Users can insert their memories");
        Assert.Equal(("INSERT", null), (insert.Command, insert.Using));
        Assert.Contains("sub", insert.Check, StringComparison.Ordinal);
        Assert.Equal(["sub"], insert.Claims);
        Assert.Equal(AccessVerdict.All, Verdict(memories, "anon", PolicyCommand.Select));
        Assert.Equal(AccessVerdict.All, Verdict(memories, "anon", PolicyCommand.Insert));
        Assert.Equal(AccessVerdict.Filtered, Verdict(memories, "authenticated", PolicyCommand.Update));
        Assert.Equal(AccessVerdict.All, Verdict(memories, "service_role", PolicyCommand.Delete));
        Assert.Contains(memories.Findings, finding => finding.Code == "AlwaysTrue");
        Assert.Contains(memories.Findings, finding => finding.Code == "TokenForEachRow");
        // A record is the next command's input, on the connection that it came from.
        Assert.Equal(
            ("db", "memory_contexts", PolicyOutcome.Allowed),
            session.Run("Get-XmrtPolicy memory_contexts | Test-XmrtPolicy -Role anon -Action Select").Succeeded().Of<PolicyTestResult>()
                .Select(result => (result.Connection, result.Table, result.Outcome)).Single());
    }

    [Fact]
    public async Task States_of_row_level_security_are_told_apart()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.forced (id int, owner text);
            ALTER TABLE public.forced OWNER TO authenticated;
            ALTER TABLE public.forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE TABLE public.owned (id int);
            ALTER TABLE public.owned OWNER TO authenticated;
            ALTER TABLE public.owned ENABLE ROW LEVEL SECURITY;
            CREATE TABLE public.columns (id int, secret text);
            GRANT SELECT (id) ON public.columns TO anon;
            REVOKE ALL ON public.columns FROM authenticated;
            CREATE POLICY meta ON public.columns FOR SELECT USING (((auth.jwt() -> 'user_metadata') ->> 'role') = 'admin');
            CREATE VIEW public.peek AS SELECT * FROM public.webhook_logs;
            GRANT SELECT ON public.peek TO anon;
            """);
        using PwshSession session = database.Connect();

        Dictionary<string, TablePolicies> tables = session.Run("Get-XmrtPolicy").Succeeded().Of<TablePolicies>()
            .Where(table => table.Schema == "public").ToDictionary(table => table.Table);

        Assert.Equal(AccessVerdict.Denied, Verdict(tables["forced"], "authenticated", PolicyCommand.Select));
        Assert.Equal(AccessVerdict.All, Verdict(tables["owned"], "authenticated", PolicyCommand.Select));
        Assert.Equal(AccessVerdict.NoGrant, Verdict(tables["columns"], "authenticated", PolicyCommand.Select));
        Assert.Equal(["id"], tables["columns"].Access.Single(one => one is { Role: "anon", Command: PolicyCommand.Select }).Columns);
        Assert.Equal("PoliciesNotInForce", tables["columns"].Findings[0].Code == "UserMetadata"
            ? tables["columns"].Findings[1].Code : tables["columns"].Findings[0].Code);
        Assert.Contains(tables["columns"].Findings, finding => finding.Code == "UserMetadata");
        Assert.Contains(tables["peek"].Findings, finding => finding.Code == "DefinerView");
        Assert.Contains(tables["system_flags"].Findings, finding => finding.Code == "PoliciesNotInForce");
        Assert.Contains(tables["jobs"].Findings, finding => finding.Code is "RlsOff" or "RlsWithoutPolicy");
        Assert.Equal(AccessVerdict.Denied, Verdict(tables["webhook_logs"], "anon", PolicyCommand.Select));
    }

    [Fact]
    public async Task Every_table_of_the_sandbox_behaves_as_it_adds_up()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        TablePolicies[] tables =
        [
            .. session.Run("Get-XmrtPolicy -Schema public").Succeeded().Of<TablePolicies>().Where(table => !table.Kind.EndsWith("View", StringComparison.Ordinal)),
        ];
        session.Set("tables", tables);

        ILookup<(string, string, PolicyCommand), PolicyTestResult> tried = session.Run(
            "foreach ($t in $tables) { Test-XmrtPolicy -Table $t.Table -Schema $t.Schema -Role anon, authenticated, service_role -AllowTriggers }")
            .Succeeded().Of<PolicyTestResult>().ToLookup(one => (one.Table, one.Role, one.Action));

        Assert.True(tables.Length > 30);
        foreach (TablePolicies table in tables)
        {
            foreach (RoleAccess access in table.Access)
            {
                PolicyTestResult result = Assert.Single(tried[(table.Table, access.Role, access.Command)]);
                AssertAgrees(table, access, result);
            }
        }
    }

    [Fact]
    public async Task The_policy_that_decides_is_named()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.notes (id bigint GENERATED ALWAYS AS IDENTITY, owner uuid, team text, body text NOT NULL);
            INSERT INTO public.notes (owner, team, body) SELECT
                CASE WHEN i % 2 = 0 THEN '11111111-1111-4111-8111-111111111111'::uuid END, 'a', 'x' FROM generate_series(1, 10) i;
            ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
            GRANT ALL ON public.notes TO authenticated, service_role;
            CREATE POLICY mine ON public.notes USING ((SELECT auth.uid()) = owner);
            CREATE POLICY team ON public.notes AS RESTRICTIVE USING (team = (auth.jwt() ->> 'team'));
            """);
        using PwshSession session = database.Connect();

        PolicyTestResult none = Test(session, "notes -Action Select");
        PolicyTestResult mine = Test(session, $"notes -Action Select -Claim @{{ sub = '{User}'; team = 'a' }}");
        PolicyTestResult other = Test(session, $"notes -Action Update -Claim @{{ sub = '{User}'; team = 'b' }}");
        PolicyTestResult refused = Test(session, $"notes -Action Insert -Claim @{{ sub = '{User}'; team = 'a' }} -Row @{{ owner = '{User}'; team = 'b' }}");
        PolicyTestResult taken = Test(session, $"notes -Action Insert -Claim @{{ sub = '{User}'; team = 'a' }} -Row @{{ owner = '{User}'; team = 'a' }}");
        PolicyTestResult broken = Test(session, "notes -Action Select -Claim @{ sub = 'nobody'; team = 'a' }");

        Assert.Equal((PolicyOutcome.Blocked, 0L, 10L), (none.Outcome, none.Rows, none.ServiceRoleRows));
        Assert.Equal(["sub", "team"], none.Findings.Where(finding => finding.Code == "ClaimMissing").Select(finding => finding.Reason.Split('\'')[1]).Order(StringComparer.Ordinal));
        // What the token lacks comes before what is to be changed about policies.
        Assert.DoesNotContain(none.Findings, finding => finding.Code is "RestrictivePolicy" or "NoPolicyFits");
        Assert.Contains(other.Findings, finding => finding.Code == "RestrictivePolicy");
        Assert.Equal((PolicyOutcome.Partly, 5L, 10L), (mine.Outcome, mine.Rows, mine.ServiceRoleRows));
        Assert.Equal(["mine"], mine.DecidedBy);
        Assert.Equal((PolicyOutcome.Blocked, "team"), (other.Outcome, Assert.Single(other.DecidedBy)));
        Assert.Equal((PolicyOutcome.Blocked, "42501", "team"), (refused.Outcome, refused.SqlState, Assert.Single(refused.DecidedBy)));
        // NOT NULL refuses it afterwards: the policies had let it through.
        Assert.Equal((PolicyOutcome.Allowed, "23502"), (taken.Outcome, taken.SqlState));
        Assert.Equal((PolicyOutcome.Failed, "22P02"), (broken.Outcome, broken.SqlState));
        Assert.Contains(broken.Findings, finding => finding.Code == "SubjectNotUuid");
        Assert.Equal(["mine"], broken.DecidedBy);
        Assert.Equal(10, await database.ValueAsync<long>("SELECT count(*) FROM public.notes"));
        Assert.Equal(10, await database.ValueAsync<long>("SELECT last_value FROM public.notes_id_seq"));
    }

    [Fact]
    public async Task A_policy_that_raises_or_recurses_is_a_clear_finding()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.loops (id int);
            ALTER TABLE public.loops ENABLE ROW LEVEL SECURITY;
            CREATE POLICY again ON public.loops USING (id IN (SELECT l.id FROM public.loops l));
            CREATE FUNCTION public.bang() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'bang'; END $$;
            CREATE TABLE public.bangs (id int);
            INSERT INTO public.bangs VALUES (1);
            ALTER TABLE public.bangs ENABLE ROW LEVEL SECURITY;
            CREATE POLICY boom ON public.bangs USING (public.bang());
            CREATE TABLE public.closed (id int);
            INSERT INTO public.closed VALUES (1);
            ALTER TABLE public.closed ENABLE ROW LEVEL SECURITY;
            GRANT ALL ON public.loops, public.bangs, public.closed TO authenticated, service_role;
            """);
        using PwshSession session = database.Connect();

        PolicyTestResult loops = Test(session, "loops -Action Select");
        PolicyTestResult bangs = Test(session, "bangs -Action Select");
        IReadOnlyList<PolicyTestResult> closed = session.Run("Test-XmrtPolicy closed").Succeeded().Of<PolicyTestResult>();
        PolicyTestResult open = Test(session, "system_flags anon -Action Select");

        Assert.Equal(("42P17", "PolicyRecursion"), (loops.SqlState, loops.Findings[0].Code));
        Assert.Equal((PolicyOutcome.Failed, "P0001", "boom"), (bangs.Outcome, bangs.SqlState, Assert.Single(bangs.DecidedBy)));
        Assert.All(closed, result => Assert.Equal((PolicyOutcome.Blocked, "NoPolicy"), (result.Outcome, result.Findings[0].Code)));
        Assert.Contains(open.Findings, finding => finding.Code == "PoliciesNotInForce" || open.Outcome == PolicyOutcome.NothingThere);
    }

    [Fact]
    public async Task What_cannot_be_tried_is_refused_or_not_measured()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.risky (id int);
            GRANT ALL ON public.risky TO authenticated, service_role;
            INSERT INTO public.risky VALUES (1);
            CREATE FUNCTION public.call_out() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'SELECT 1'; RETURN NEW; END $$;
            CREATE TRIGGER out BEFORE INSERT OR UPDATE ON public.risky FOR EACH ROW EXECUTE FUNCTION public.call_out();
            """);
        await database.RunAsync(
            """
            CREATE TABLE public.numbered (id bigserial, body text);
            GRANT ALL ON public.numbered TO authenticated, service_role;
            REVOKE ALL ON SEQUENCE public.numbered_id_seq FROM PUBLIC, anon, authenticated;
            """);
        using PwshSession session = database.Connect();
        PolicyTestResult closed = Test(session, "numbered -Action Insert");
        Assert.Equal(PolicyOutcome.NoGrant, closed.Outcome);
        Assert.Contains("sequence", closed.Reason, StringComparison.Ordinal);
        Assert.Equal(PolicyOutcome.Allowed, Test(session, "numbered -Action Insert -Row @{ id = 7 }").Outcome);
        Assert.Equal(AccessVerdict.NoGrant, Verdict(session.Run("Get-XmrtPolicy numbered").Of<TablePolicies>().Single(), "authenticated", PolicyCommand.Insert));

        IReadOnlyList<PolicyTestResult> refused = session.Run("Test-XmrtPolicy risky").Succeeded().Of<PolicyTestResult>();
        IReadOnlyList<PolicyTestResult> told = session.Run("Test-XmrtPolicy risky -AllowTriggers").Succeeded().Of<PolicyTestResult>();
        IReadOnlyList<PolicyTestResult> whatIf = session.Run("Test-XmrtPolicy agents -WhatIf").Succeeded().Of<PolicyTestResult>();

        Assert.Equal(PolicyOutcome.Allowed, refused[0].Outcome);
        Assert.All(refused.Skip(1), result => Assert.Equal(PolicyOutcome.NotMeasured, result.Outcome));
        Assert.Contains("trigger out", refused[1].Reason, StringComparison.Ordinal);
        Assert.All(told, result => Assert.Equal(PolicyOutcome.Allowed, result.Outcome));
        Assert.All(whatIf.Where(result => result.Action != PolicyCommand.Select), result => Assert.Equal(PolicyOutcome.NotMeasured, result.Outcome));
        Assert.Equal(["RoleNotFound"], session.Run("Test-XmrtPolicy risky nobody_here").ErrorIds);
        Assert.Equal(["RelationMissing"], session.Run("Test-XmrtPolicy not_there").ErrorIds);
        Assert.Equal(["ColumnMissing"], session.Run("Test-XmrtPolicy risky -Row @{ nope = 1 }").ErrorIds);
        Assert.Equal(1, await database.ValueAsync<long>("SELECT count(*) FROM public.risky"));

        session.Set("reader", database.ReaderUrl);
        session.Run("$null = Connect-Xmrt $reader -Name reader").Succeeded();
        Assert.Equal(["RoleNotAssumable"], session.Run("Test-XmrtPolicy agents anon").ErrorIds);
        // Without the role conditions on the token stay conditions.
        TablePolicies blind = session.Run("Get-XmrtPolicy webhook_logs").Succeeded().Of<TablePolicies>().Single();
        Assert.Equal(AccessVerdict.Filtered, Verdict(blind, "anon", PolicyCommand.Select));
    }

    [Fact]
    public async Task Production_is_asked_about_before_changes_are_tried()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        session.Run("$null = Connect-Xmrt $url -Name live -Production").Succeeded();

        PwshResult no = session.Run("Test-XmrtPolicy agents -Connection live", "No");
        PwshResult yes = session.Run("Test-XmrtPolicy agents -Connection live", "Yes");
        PwshResult reads = session.Run("Test-XmrtPolicy agents -Action Select -Connection live");
        PwshResult forced = session.Run("Test-XmrtPolicy agents -Connection live -Force");

        Assert.Contains("PRODUCTION", Assert.Single(no.Prompts).Message, StringComparison.Ordinal);
        Assert.All(no.Of<PolicyTestResult>().Skip(1), result => Assert.Equal(PolicyOutcome.NotMeasured, result.Outcome));
        Assert.DoesNotContain(yes.Of<PolicyTestResult>(), result => result.Outcome == PolicyOutcome.NotMeasured);
        Assert.Empty(reads.Prompts);
        Assert.Empty(forced.Prompts);
    }

    internal static void AssertAgrees(TablePolicies table, RoleAccess access, PolicyTestResult result)
    {
        PolicyOutcome[] expected = access.Verdict switch
        {
            AccessVerdict.NoGrant => [PolicyOutcome.NoGrant],
            AccessVerdict.Denied => access.Command == PolicyCommand.Insert
                ? [PolicyOutcome.Blocked]
                : [PolicyOutcome.Blocked, PolicyOutcome.NothingThere],
            AccessVerdict.All => [PolicyOutcome.Allowed, PolicyOutcome.NothingThere],
            _ => [PolicyOutcome.Allowed, PolicyOutcome.Partly, PolicyOutcome.Blocked, PolicyOutcome.NothingThere],
        };
        Assert.True(
            expected.Contains(result.Outcome),
            $"{table.Table} {access.Role} {access.Command}: {access.Verdict} ({access.Using} / {access.Check}), tried: {result.Outcome}, {result.Reason}");
    }

    private static AccessVerdict Verdict(TablePolicies table, string role, PolicyCommand command) =>
        table.Access.Single(one => one.Role == role && one.Command == command).Verdict;

    private static PolicyTestResult Test(PwshSession session, string arguments) =>
        session.Run($"Test-XmrtPolicy {arguments}").Succeeded().Of<PolicyTestResult>().Single();
}
