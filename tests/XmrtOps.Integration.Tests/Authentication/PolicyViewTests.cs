using XmrtOps.Authentication;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Authentication;

/// <summary>What Get-XmrtPolicy and Test-XmrtPolicy show on a narrow screen, in a culture of its own.</summary>
public sealed class PolicyViewTests(SandboxServer server)
{
    [Fact]
    public async Task Views_fit_and_numbers_are_the_cultures_in_words_only()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public."a table with a name that is longer than most" (id int, owner text);
            INSERT INTO public."a table with a name that is longer than most" SELECT i, 'somebody' FROM generate_series(1, 1500) i;
            ALTER TABLE public."a table with a name that is longer than most" ENABLE ROW LEVEL SECURITY;
            GRANT ALL ON public."a table with a name that is longer than most" TO anon, authenticated, service_role;
            CREATE POLICY "owners, whoever they may be at that time of the year" ON public."a table with a name that is longer than most"
                USING (owner = (auth.jwt() ->> 'email') AND owner <> 'somebody who has to be written out at some length');
            CREATE POLICY "but only some" ON public."a table with a name that is longer than most" AS RESTRICTIVE USING (id < 0.5);
            """);
        using PwshSession session = database.Connect(culture: "de-DE");
        session.Set("name", "a table with a name that is longer than most");

        PwshResult shown = session.Run("$table = Get-XmrtPolicy $name; $table | Out-Host; $table").Succeeded();
        PwshResult tried = session.Run("$tried = Test-XmrtPolicy $name -Action Select, Update -Claim @{ email = 'x' }; $tried | Out-Host; $tried").Succeeded();

        Assert.All(shown.ScreenLines.Concat(tried.ScreenLines), line => Assert.True(line.TrimEnd().Length <= 80, line));
        PolicyTestResult select = tried.Of<PolicyTestResult>()[0];
        Assert.Equal((PolicyOutcome.Blocked, 0L, 1000L), (select.Outcome, select.Rows, select.ServiceRoleRows));
        Assert.Contains("1.000", select.Reason, StringComparison.Ordinal);
        // Conditions and statements are SQL, whose numbers have a point in every culture.
        Assert.Contains("0.5", shown.Of<TablePolicies>().Single().Policies.Single(policy => !policy.IsPermissive).Using, StringComparison.Ordinal);
        Assert.Contains("0.5", select.Findings.Single(finding => finding.Code == "RestrictivePolicy").Undo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forced_row_level_security_holds_for_the_owner_too()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.own (id int);
            INSERT INTO public.own VALUES (1);
            ALTER TABLE public.own OWNER TO authenticated;
            ALTER TABLE public.own ENABLE ROW LEVEL SECURITY;
            GRANT SELECT ON public.own TO service_role;
            """);
        using PwshSession session = database.Connect();

        PolicyTestResult owner = session.Run("Test-XmrtPolicy own -Action Select").Succeeded().Of<PolicyTestResult>().Single();
        await database.RunAsync("ALTER TABLE public.own FORCE ROW LEVEL SECURITY");
        PolicyTestResult forced = session.Run("Test-XmrtPolicy own -Action Select").Succeeded().Of<PolicyTestResult>().Single();

        Assert.Equal(PolicyOutcome.Allowed, owner.Outcome);
        Assert.Equal((PolicyOutcome.Blocked, "NoPolicy"), (forced.Outcome, forced.Findings[0].Code));
        Assert.StartsWith(
            "CREATE POLICY \"authenticated select\" ON \"public\".\"own\" FOR SELECT TO \"authenticated\" USING (<condition>);",
            forced.Findings[0].Remedy,
            StringComparison.Ordinal);
    }
}
