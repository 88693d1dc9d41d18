using XmrtOps.Authentication;
using XmrtOps.Connections;
using XmrtOps.Findings;
using XmrtOps.Frontend;
using XmrtOps.Functions;
using XmrtOps.RateLimits;
using XmrtOps.Sandbox.Scenarios;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Rehearsals;

/// <summary>Who may do what and who is throttled, as an on-call engineer meets it: somebody complains, one or two commands name
/// the cause and what to do, that is done, and the complaint is gone.</summary>
public sealed class AuthScenarioTests : IClassFixture<RehearsalSandbox>
{
    private readonly RehearsalSandbox _sandbox;

    public AuthScenarioTests(RehearsalSandbox sandbox)
    {
        _sandbox = sandbox;
        // Nobody has to see the states of a build here.
        sandbox.Sandbox.StandIns.Vercel.Timings = VercelTimings.None;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SupabasePlatform Supabase => _sandbox.Sandbox.StandIns.Supabase;

    [Fact]
    public async Task JwtExpired_tokens_are_over_because_they_are_valid_for_a_minute()
    {
        using AuthRehearsal rehearsal = AuthRehearsal.Start(_sandbox, "JwtExpired");
        Says(await rehearsal.Visitor.AskWhoAsync(Stop), 403, "token is expired");
        Says(await rehearsal.Visitor.ReadAsync("agents", Stop), 401, "JWT expired");

        IReadOnlyList<AuthFailure> failures = rehearsal.Failures;
        Assert.Equal(["auth_logs", "edge_logs"], failures.Select(failure => failure.Source).Order(StringComparer.Ordinal));
        Assert.All(failures, failure => Assert.Equal((AuthFailureCause.TokenExpired, "Get-XmrtAuthSetting"), (failure.Cause, failure.Remedy)));
        AuthSetting expiry = Assert.Single(
            rehearsal.Of<AuthSetting>(failures[0].Remedy!), setting => setting.State == AuthSettingState.Different);
        Assert.Equal(("JwtExpirySeconds", 60L, 3600L), (expiry.Setting, expiry.Hosted, expiry.Runbook));
        Assert.Equal(["Expiry"], Failed(rehearsal));

        await rehearsal.InvokeAsync(expiry.Remedy!);
        Assert.True((await rehearsal.Visitor.RefreshAsync(Stop)).IsGood);
        Assert.True((await rehearsal.Visitor.AskWhoAsync(Stop)).IsGood);
        Assert.True((await rehearsal.Visitor.ReadAsync("agents", Stop)).IsGood);
        Assert.Empty(Failed(rehearsal));
        Assert.True(rehearsal.End());
    }

    [Fact]
    public async Task JwtSecretMismatch_the_site_signs_with_another_projects_secret()
    {
        using AuthRehearsal rehearsal = AuthRehearsal.Start(_sandbox, "JwtSecretMismatch");
        Says(await rehearsal.Visitor.ReadAsync("agents", Stop), 401, "PGRST301");
        Assert.Equal(["Signature"], Failed(rehearsal));

        Assert.All(rehearsal.Failures, failure => Assert.Equal(AuthFailureCause.SignatureMismatch, failure.Cause));
        Assert.StartsWith("Compare-XmrtEnvironment;", rehearsal.Failures[0].Remedy, StringComparison.Ordinal);
        EnvironmentComparison secret = Assert.Single(rehearsal.Wrong);
        Assert.Equal(
            (EnvironmentHolder.Frontend, VisitorSession.SecretVariable, EnvironmentState.Different), (secret.Holder, secret.Variable, secret.State));
        Assert.Contains("not the project's", secret.Reason, StringComparison.Ordinal);

        await rehearsal.SetVariableAsync(secret.Variable!, Supabase.Identity.JwtSecret);
        Assert.Equal(EnvironmentState.PendingRedeploy, Assert.Single(rehearsal.Wrong).State);
        Redeploy(rehearsal, secret.Remedy!);
        Assert.True((await rehearsal.Visitor.TakeVisitorTokenAsync(Stop)).IsGood);
        Assert.True((await rehearsal.Visitor.ReadAsync("agents", Stop)).IsGood);
        Assert.Empty(rehearsal.Wrong);
        Assert.True(rehearsal.End());
    }

    [Fact]
    public async Task AnonKeyStale_the_frontend_still_has_a_key_that_was_disabled()
    {
        using AuthRehearsal rehearsal = AuthRehearsal.Start(_sandbox, "AnonKeyStale");
        Says(await rehearsal.Visitor.ReadAsync("agents", Stop), 401, "Legacy API keys are disabled");

        AuthFailure failure = Assert.Single(rehearsal.Failures);
        Assert.Equal(
            (AuthFailureCause.KeyNotAccepted, "edge_logs", "Compare-XmrtEnvironment"), (failure.Cause, failure.Source, failure.Remedy));
        EnvironmentComparison key = Assert.Single(rehearsal.Wrong, one => one.Holder == EnvironmentHolder.Frontend);
        Assert.Equal((FrontendRoutes.KeyVariable, EnvironmentState.Different), (key.Variable, key.State));

        await rehearsal.SetVariableAsync(key.Variable!, Supabase.Identity.PublishableKey);
        Redeploy(rehearsal, key.Remedy!);
        Assert.True((await rehearsal.Visitor.ReadAsync("agents", Stop)).IsGood);
        Assert.True(rehearsal.End());
    }

    [Fact]
    public async Task KeyRotatedWithoutRedeploy_the_variable_is_right_and_the_build_is_old()
    {
        using AuthRehearsal rehearsal = AuthRehearsal.Start(_sandbox, "KeyRotatedWithoutRedeploy");
        Says(await rehearsal.Visitor.ReadAsync("agents", Stop), 401, "Legacy API keys are disabled");

        AuthFailure failure = Assert.Single(rehearsal.Failures);
        Assert.Equal((AuthFailureCause.KeyNotAccepted, "Compare-XmrtEnvironment"), (failure.Cause, failure.Remedy));
        EnvironmentComparison key = Assert.Single(rehearsal.Wrong, one => one.Holder == EnvironmentHolder.Frontend);
        Assert.Equal((FrontendRoutes.KeyVariable, EnvironmentState.PendingRedeploy), (key.Variable, key.State));
        Assert.Contains("The project takes it", key.Reason, StringComparison.Ordinal);

        Assert.Equal("Start-XmrtDeployment", key.Remedy);
        Redeploy(rehearsal, key.Remedy!);
        Assert.True((await rehearsal.Visitor.ReadAsync("agents", Stop)).IsGood);
        Assert.DoesNotContain(rehearsal.Wrong, one => one.Holder == EnvironmentHolder.Frontend);
        Assert.True(rehearsal.End());
    }

    [Fact]
    public async Task RlsBlocksRead_nothing_is_logged_and_the_policy_is_named()
    {
        using AuthRehearsal rehearsal = AuthRehearsal.Start(_sandbox, "RlsBlocksRead");
        SiteAnswer complaint = await rehearsal.Visitor.ReadAsync("agents", Stop);
        Assert.Equal((200, "[]"), (complaint.Status, complaint.Body.Trim()));

        Assert.Empty(rehearsal.Failures);
        PolicyTestResult result = Assert.Single(rehearsal.Of<PolicyTestResult>("Test-XmrtPolicy agents anon -Action Select"));
        Assert.Equal((PolicyOutcome.Blocked, "Only the operations team"), (result.Outcome, Assert.Single(result.DecidedBy)));
        Assert.True(result.ServiceRoleRows > 0);
        Finding policy = Assert.Single(result.Findings, finding => finding.Code == "RestrictivePolicy");

        await RunAsync(policy.Remedy!);
        Assert.NotEqual("[]", (await rehearsal.Visitor.ReadAsync("agents", Stop)).Body.Trim());
        // The undo brings the fault back, so that it is one.
        await RunAsync(policy.Undo!);
        Assert.Equal("[]", (await rehearsal.Visitor.ReadAsync("agents", Stop)).Body.Trim());
        await RunAsync(policy.Remedy!);
        Assert.True(rehearsal.End());
    }

    [Fact]
    public async Task RlsBlocksInsert_the_log_names_the_table_and_the_test_the_policies()
    {
        using AuthRehearsal rehearsal = AuthRehearsal.Start(_sandbox, "RlsBlocksInsert");
        Says(
            await rehearsal.Visitor.InsertAsync("memory_contexts", RlsBlocksInsert.Memory(), Stop),
            401,
            "new row violates row-level security policy");

        AuthFailure failure = Assert.Single(rehearsal.Failures, one => one.Cause == AuthFailureCause.PolicyDenied);
        Assert.Equal(("memory_contexts", "42501"), (failure.Table, failure.Code));
        Assert.Equal("Test-XmrtPolicy memory_contexts anon, authenticated", failure.Remedy);
        PolicyTestResult result = Assert.Single(
            rehearsal.Of<PolicyTestResult>($"{failure.Remedy} -AllowTriggers"), one => one is { Role: "anon", Action: PolicyCommand.Insert });
        Assert.Equal((PolicyOutcome.Blocked, "42501"), (result.Outcome, result.SqlState));
        Assert.Contains("Users can insert their memories", result.DecidedBy);
        Finding policy = Assert.Single(result.Findings, finding => finding.Code == "NoPolicyFits");

        // Whom it is for is the application's to say: here everybody, as before.
        await RunAsync(policy.Remedy!.Replace("<condition>", "true", StringComparison.Ordinal));
        Assert.True((await rehearsal.Visitor.InsertAsync("memory_contexts", RlsBlocksInsert.Memory(), Stop)).IsGood);
        Assert.True(rehearsal.End());
        await RunAsync($"{policy.Undo} CREATE POLICY \"Anyone can insert memories\" ON public.memory_contexts FOR INSERT WITH CHECK (true)");
    }

    [Fact]
    public async Task FunctionDemandsJwt_the_platform_refuses_before_the_function()
    {
        using AuthRehearsal rehearsal = AuthRehearsal.Start(_sandbox, "FunctionDemandsJwt");
        Says(await rehearsal.Visitor.FetchFunctionAsync("system-status", Stop), 401, "Missing authorization header");

        AuthFailure failure = Assert.Single(rehearsal.Failures);
        Assert.Equal((AuthFailureCause.TokenMissing, "system-status"), (failure.Cause, failure.Function));
        Assert.Contains("JWT check is on", failure.Reason, StringComparison.Ordinal);
        Assert.Equal(
            ["system-status"],
            rehearsal.Of<DeployedFunction>("Get-XmrtFunction").Where(function => function.VerifiesJwt == true).Select(function => function.Name));

        Assert.StartsWith("Save-XmrtFunction system-status | Publish-XmrtFunction -VerifyJwt:$false ", failure.Remedy, StringComparison.Ordinal);
        rehearsal.Session.Run($"$ConfirmPreference = 'None'; {failure.Remedy}").Succeeded();
        Assert.True((await rehearsal.Visitor.FetchFunctionAsync("system-status", Stop)).IsGood);
        Assert.True(rehearsal.End());
    }

    [Fact]
    public async Task AuthRateLimited_Auth_counts_and_not_the_applications_table()
    {
        using AuthRehearsal rehearsal = AuthRehearsal.Start(_sandbox, "AuthRateLimited");
        Says(await rehearsal.Visitor.RequestCodeAsync("user1@example.com", Stop), 429, "over_email_send_rate_limit");

        ThrottledRequest throttled = Assert.Single(rehearsal.Throttled);
        Assert.Equal(
            (ThrottleOrigin.Auth, "rate_limit_email_sent", 2, "203.0.113.48"),
            (throttled.Origin, throttled.Setting, throttled.SettingValue, throttled.Identifier));
        Assert.Empty(rehearsal.Failures);

        await rehearsal.InvokeAsync(throttled.Remedy!.Replace("<number>", "30", StringComparison.Ordinal));
        Assert.True((await rehearsal.Visitor.RequestCodeAsync("user1@example.com", Stop)).IsGood);
        Assert.True(rehearsal.End());
    }

    [Fact]
    public async Task FirewallBlocks_an_office_is_refused_before_the_site_is_asked()
    {
        using AuthRehearsal rehearsal = AuthRehearsal.Start(_sandbox, "FirewallBlocks");
        Says(await rehearsal.Visitor.VisitAsync("/", Stop), 429, "Too Many Requests");

        ThrottledRequest throttled = Assert.Single(rehearsal.Throttled);
        Assert.Equal((ThrottleOrigin.Firewall, "/", "firewall"), (throttled.Origin, throttled.Endpoint, throttled.Setting));
        // From elsewhere it is well.
        Assert.DoesNotContain(rehearsal.Of<FrontendTestResult>("Test-XmrtFrontend"), result => result.Passed == false);

        rehearsal.Session.Run(
            throttled.Remedy!.Replace("<address>", rehearsal.Visitor.Address, StringComparison.Ordinal)
                .Replace("<why>", "the office", StringComparison.Ordinal) + " -Force").Succeeded();
        Assert.True((await rehearsal.Visitor.VisitAsync("/", Stop)).IsGood);
        Assert.True(rehearsal.End());
        rehearsal.Session.Run("Get-XmrtFirewallBypass | Remove-XmrtFirewallBypass -Force").Succeeded();
    }

    [Fact]
    public void Each_is_diagnosed_differently_from_all_others_and_gone_at_its_end()
    {
        Dictionary<string, string> expected = new(StringComparer.Ordinal)
        {
            ["JwtExpired"] = "JwtExpirySeconds Different, TokenExpired auth_logs, TokenExpired edge_logs",
            ["JwtSecretMismatch"] =
                "Frontend SUPABASE_JWT_SECRET Different, SignatureMismatch auth_logs, SignatureMismatch edge_logs",
            ["AnonKeyStale"] =
                "Frontend NEXT_PUBLIC_SUPABASE_ANON_KEY Different, Functions SUPABASE_ANON_KEY Different, KeyNotAccepted edge_logs",
            ["KeyRotatedWithoutRedeploy"] =
                "Frontend NEXT_PUBLIC_SUPABASE_ANON_KEY PendingRedeploy, Functions SUPABASE_ANON_KEY Different, KeyNotAccepted edge_logs",
            ["RlsBlocksRead"] = "agents Select Blocked",
            ["RlsBlocksInsert"] = "PolicyDenied memory_contexts, Unknown edge_logs, memory_contexts Insert Blocked",
            ["FunctionDemandsJwt"] = "TokenMissing system-status",
            ["AuthRateLimited"] = "Auth rate_limit_email_sent",
            ["FirewallBlocks"] = "Firewall firewall",
        };

        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string name in expected.Keys)
        {
            using AuthRehearsal rehearsal = AuthRehearsal.Start(_sandbox, name);
            found[name] = rehearsal.Diagnosis();
            Assert.False(rehearsal.End());
            rehearsal.Session.Set("since", DateTimeOffset.Now);
            Assert.Equal((name, ""), (name, rehearsal.Diagnosis()));
        }

        Assert.Equal(expected, found);
        Assert.Equal(found.Count, found.Values.Distinct(StringComparer.Ordinal).Count());
    }

    private static void Says(SiteAnswer answer, int status, string text)
    {
        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Body, StringComparison.Ordinal);
    }

    /// <summary>The checks that the visitor's token fails, by the project's secret.</summary>
    private string[] Failed(AuthRehearsal rehearsal)
    {
        rehearsal.Session.Set("token", rehearsal.Visitor.AccessToken!);
        rehearsal.Session.Set("secret", Supabase.Identity.JwtSecret.Conceal());
        return
        [
            .. rehearsal.Of<JwtCheck>("Test-XmrtJwt $token -Secret $secret").Where(check => check.Passed != true).Select(check => check.Name),
        ];
    }

    /// <summary>The command at the end of the remedy, which builds what is in production once more.</summary>
    private static void Redeploy(AuthRehearsal rehearsal, string remedy)
    {
        string command = remedy.Split(';')[^1].Trim();
        Assert.Equal("Start-XmrtDeployment", command);
        DeploymentStart built = Assert.Single(rehearsal.Of<DeploymentStart>($"{command} -Force"));
        Assert.Equal(DeploymentOutcome.Live, built.Outcome);
    }

    private async Task RunAsync(string sql) =>
        await new ScenarioStage(_sandbox.Sandbox).RunAsync(_sandbox.Sandbox.Database, sql, Stop);
}
