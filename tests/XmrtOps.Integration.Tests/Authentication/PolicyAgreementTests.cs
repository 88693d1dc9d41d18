using System.Globalization;
using CsCheck;
using XmrtOps.Authentication;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Authentication;

/// <summary>What Get-XmrtPolicy adds up to is what Test-XmrtPolicy finds by trying, row for row, for policies of any kind.</summary>
public sealed class PolicyAgreementTests(SandboxServer server)
{
    private const string Claims = """{"role":"authenticated","sub":"11111111-1111-4111-8111-111111111111","team":"a","level":2}""";

    private static readonly string?[] s_conditions =
    [
        "true", "false", "id > 3", "id % 2 = 0", "team = 'a'", "owner = auth.uid()", "owner IS NULL OR id = 1",
        "team = (auth.jwt() ->> 'team')", "(auth.jwt() ->> 'level')::int >= id", "auth.role() = 'authenticated'",
        "auth.role() = 'service_role'", "(SELECT auth.uid()) IS NOT NULL", "current_setting('request.jwt.claims', true)::json ->> 'absent' = 'x'",
        null,
    ];

    private static readonly Gen<string> s_policy = Gen.Select(
        Gen.Int[0, 4].Select(i => new[] { "ALL", "SELECT", "INSERT", "UPDATE", "DELETE" }[i]),
        Gen.Int[0, 2].Select(i => i == 0 ? "RESTRICTIVE" : "PERMISSIVE"),
        Gen.Int[0, 4].Select(i => new[] { "public", "authenticated", "anon", "team_lead", "authenticated, anon" }[i]),
        Gen.Int[0, s_conditions.Length - 1].Select(i => s_conditions[i]),
        Gen.Int[0, s_conditions.Length - 1].Select(i => s_conditions[i]),
        (command, kind, roles, old, made) => $"AS {kind} FOR {command} TO {roles}"
            + (old is null || command == "INSERT" ? "" : $" USING ({old})")
            + (made is null || command is "SELECT" or "DELETE" ? "" : $" WITH CHECK ({made})"));

    private static readonly Gen<(string[] Policies, int State)> s_cases = Gen.Select(s_policy.Array[0, 5], Gen.Int[0, 9]);

    [Fact]
    public async Task Adds_up_to_what_trying_finds()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            DO $$ BEGIN CREATE ROLE team_lead NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
            CREATE TABLE public.cases (id int, owner uuid, team text);
            INSERT INTO public.cases VALUES
                (1, NULL, 'a'), (2, '11111111-1111-4111-8111-111111111111', 'b'), (3, '22222222-2222-4222-8222-222222222222', 'a'),
                (4, '11111111-1111-4111-8111-111111111111', 'a'), (5, NULL, NULL);
            GRANT ALL ON public.cases TO anon, authenticated, service_role;
            """);
        // For who counts the rows that fulfil a condition: the token is the session's own there.
        await database.RunAsync($"ALTER DATABASE {database.Name} SET \"request.jwt.claims\" = '{Claims}'");
        using PwshSession session = database.Connect();

        await s_cases.SampleAsync(
            one => CheckAsync(database, session, one.Policies, one.State), iter: 40, threads: 1);
    }

    private static async Task CheckAsync(TestDatabase database, PwshSession session, string[] policies, int state)
    {
        await database.RunAsync(
            """
            DO $$ DECLARE p record; BEGIN
                FOR p IN SELECT polname FROM pg_policy WHERE polrelid = 'public.cases'::regclass LOOP
                    EXECUTE format('DROP POLICY %I ON public.cases', p.polname);
                END LOOP;
            END $$;
            """
            + $"ALTER TABLE public.cases {(state == 0 ? "DISABLE" : "ENABLE")} ROW LEVEL SECURITY;"
            + $"GRANT SELECT, UPDATE ON public.cases TO authenticated; {(state == 1 ? "REVOKE UPDATE ON public.cases FROM authenticated;" : "")}"
            + string.Concat(policies.Select((policy, i) => string.Create(CultureInfo.InvariantCulture, $"CREATE POLICY p{i} ON public.cases {policy};"))));
        const string claims = "@{ sub = '11111111-1111-4111-8111-111111111111'; team = 'a'; level = 2 }";
        TablePolicies table = session.Run($"Get-XmrtPolicy cases -Role authenticated -Claim {claims}").Succeeded().Of<TablePolicies>().Single();
        Dictionary<PolicyCommand, PolicyTestResult> tried = session.Run(
            $"Test-XmrtPolicy cases -Claim {claims} -Row @{{ id = 2; owner = '11111111-1111-4111-8111-111111111111'; team = 'b' }}")
            .Succeeded().Of<PolicyTestResult>().ToDictionary(result => result.Action);
        foreach (RoleAccess access in table.Access)
        {
            PolicyTestResult result = tried[access.Command];
            PolicyTests.AssertAgrees(table, access, result);
            if (access.Verdict != AccessVerdict.Filtered)
            {
                continue;
            }

            if (access.Command == PolicyCommand.Insert)
            {
                bool isTaken = await CountAsync(database, $"id = 2 AND ({access.Check})") == 1;
                Assert.True(isTaken == (result.Outcome == PolicyOutcome.Allowed), $"{access.Check}: {result.Outcome} {result.Reason}");
                continue;
            }

            string seen = access.Using ?? "true";
            long refused = access.Check is null ? 0 : await CountAsync(database, $"({seen}) AND ({access.Check}) IS NOT TRUE");
            if (refused > 0)
            {
                Assert.True(result.SqlState == "42501", $"{seen} / {access.Check}: {result.Outcome} {result.Reason}");
            }
            else
            {
                Assert.True(result.Rows == await CountAsync(database, seen), $"{access.Command} {seen}: {result.Rows} {result.Outcome} {result.Reason}");
            }
        }
    }

    /// <summary>Rows that fulfil a condition, to who sees all rows and has the token.</summary>
    private static Task<long> CountAsync(TestDatabase database, string condition) => database.ValueAsync<long>(
        $"SELECT count(*) FROM public.cases WHERE ({condition})");
}
