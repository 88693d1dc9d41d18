using System.Net.Sockets;
using XmrtOps.Findings;
using XmrtOps.Frontend;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Frontend;

/// <summary>Test-XmrtFrontend: each cause is told from the others, over the stand-ins of site and API.</summary>
public sealed class FrontendTestTests(SandboxServer server)
{
    private const string Health = "/api/health";

    [Fact]
    public async Task A_frontend_that_is_well_passes_every_test()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect(database: database.Url);

        IReadOnlyList<FrontendTestResult> results = session.Run("Test-XmrtFrontend").Succeeded().Of<FrontendTestResult>();
        PwshResult quiet = session.Run("Test-XmrtFrontend -Quiet").Succeeded();

        // Without TLS on this machine there is no certificate to test.
        Assert.Equal(Enum.GetValues<FrontendTestKind>().Where(kind => kind != FrontendTestKind.Tls), results.Select(result => result.Test));
        Assert.All(results, result => Assert.True(result is { Passed: true, Connection: "web" } && result.MeasuredAt > DateTimeOffset.Now.AddMinutes(-5), result.ToString()));
        Assert.Equal(true, quiet.Output[0]!.BaseObject);
        Assert.Equal(stand.Production.Id, Of(results, FrontendTestKind.Deployment).Subject);
    }

    [Theory]
    [InlineData(VercelBehaviour.FunctionFails, "FunctionFailed", "500: FUNCTION_INVOCATION_FAILED")]
    [InlineData(VercelBehaviour.FunctionTimesOut, "FunctionTimedOut", "504: FUNCTION_INVOCATION_TIMEOUT")]
    [InlineData(VercelBehaviour.FunctionDoesNotRespond, "FunctionFailed", "502: NO_RESPONSE_FROM_FUNCTION")]
    public async Task A_failing_function_is_told_by_Vercels_code_with_what_to_go_back_to(VercelBehaviour behaviour, string code, string reason)
    {
        await using FrontendStand stand = new();
        stand.Production.Behaviour = behaviour;

        IReadOnlyList<FrontendTestResult> results = Test(stand);

        FrontendTestResult http = Of(results, FrontendTestKind.Http);
        Assert.Equal((false, code), (http.Passed, Assert.Single(http.Findings).Code));
        Assert.StartsWith(reason, http.Reason, StringComparison.Ordinal);
        Assert.EndsWith("go back: Invoke-XmrtRollback -Frontend.", http.Remedy, StringComparison.Ordinal);
        Assert.Equal(
            stand.Candidates[0].Id, Of(results, FrontendTestKind.Deployment).Evidence["RollbackCandidateId"]);
        Assert.Null(Of(results, FrontendTestKind.Health).Passed);
        Assert.True(Of(results, FrontendTestKind.Project).Passed);
        Assert.True(Of(results, FrontendTestKind.Deployment).Passed);
    }

    [Fact]
    public async Task A_paused_project_is_told_by_the_site_and_by_the_API()
    {
        await using FrontendStand stand = new();
        stand.Project.IsPaused = true;

        IReadOnlyList<FrontendTestResult> results = Test(stand);

        Assert.All([FrontendTestKind.Http, FrontendTestKind.Project], kind =>
        {
            Assert.Equal((false, "ProjectPaused"), (Of(results, kind).Passed, Of(results, kind).Findings[0].Code));
            Assert.Contains("Unpause it", Of(results, kind).Remedy, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_build_that_failed_is_no_outage_while_the_old_one_serves()
    {
        await using FrontendStand stand = new();
        VercelDeployment serving = stand.Production;
        VercelDeployment failed = stand.PushAtOnce("Breaks", VercelBuildFailure.MissingModule);

        IReadOnlyList<FrontendTestResult> results = Test(stand);

        FrontendTestResult deployment = Of(results, FrontendTestKind.Deployment);
        Assert.Equal((false, "BuildFailed", $"Get-XmrtDeploymentLog {failed.Id}"), (deployment.Passed, deployment.Findings[0].Code, deployment.Remedy));
        Assert.Contains($"{serving.Id} still serves", deployment.Reason, StringComparison.Ordinal);
        Assert.True(Of(results, FrontendTestKind.Http).Passed);
    }

    [Fact]
    public async Task A_pin_is_a_finding_of_a_project_that_is_well()
    {
        await using FrontendStand stand = new();
        stand.RollBack(stand.Candidates[0]);

        FrontendTestResult project = Of(Test(stand), FrontendTestKind.Project);

        Assert.Equal((true, "ProductionPinned", Severity.Warning), (project.Passed, project.Findings[0].Code, project.Findings[0].Severity));
    }

    [Fact]
    public async Task Deployment_protection_and_the_firewall_say_more_of_the_probe_than_of_the_site()
    {
        await using FrontendStand stand = new();

        FrontendTestResult protectedPage = Answering(Fault.Status(401) with { Body = "<title>Authentication Required</title>", ContentType = "text/html" });
        FrontendTestResult login = Answering(Fault.Status(302, ("Location", "https://vercel.com/sso-api?url=x")));
        FrontendTestResult challenge = Answering(Fault.Status(403, ("x-vercel-mitigated", "challenge")));
        FrontendTestResult limited = Answering(Fault.Status(429));

        Assert.Equal((null, "DeploymentProtected"), (protectedPage.Passed, protectedPage.Findings[0].Code));
        Assert.Equal((null, "DeploymentProtected"), (login.Passed, login.Findings[0].Code));
        Assert.Equal((null, "FirewallChallenge"), (challenge.Passed, challenge.Findings[0].Code));
        Assert.Equal((null, "ProbeRefused"), (limited.Passed, limited.Findings[0].Code));

        FrontendTestResult Answering(Fault fault)
        {
            stand.Site.Faults.Next(1, fault, Health);
            return Of(Test(stand), FrontendTestKind.Http);
        }
    }

    [Theory]
    [InlineData(402, "DEPLOYMENT_DISABLED", "DeploymentDisabled")]
    [InlineData(403, "DEPLOYMENT_BLOCKED", "DeploymentBlocked")]
    [InlineData(410, "DEPLOYMENT_DELETED", "NoDeployment")]
    [InlineData(404, "DEPLOYMENT_NOT_FOUND", "NoDeployment")]
    [InlineData(404, "NOT_FOUND", "PageMissing")]
    [InlineData(500, "EDGE_FUNCTION_INVOCATION_FAILED", "FunctionFailed")]
    [InlineData(500, "MIDDLEWARE_INVOCATION_FAILED", "FunctionFailed")]
    [InlineData(502, "BODY_NOT_A_STRING_FROM_FUNCTION", "FunctionFailed")]
    [InlineData(502, "DNS_HOSTNAME_NOT_FOUND", "RewriteTargetFailed")]
    [InlineData(502, "ROUTER_EXTERNAL_TARGET_ERROR", "RewriteTargetFailed")]
    [InlineData(503, "FUNCTION_THROTTLED", "FunctionThrottled")]
    [InlineData(503, "MIDDLEWARE_RUNTIME_DEPRECATED", "MiddlewareDeprecated")]
    [InlineData(504, "EDGE_FUNCTION_INVOCATION_TIMEOUT", "FunctionTimedOut")]
    [InlineData(504, "MIDDLEWARE_INVOCATION_TIMEOUT", "FunctionTimedOut")]
    [InlineData(508, "INFINITE_LOOP_DETECTED", "RequestLoop")]
    public async Task Each_of_Vercels_codes_has_its_own_finding(int status, string error, string code)
    {
        await using FrontendStand stand = new();
        stand.Site.Faults.Next(1, Fault.Status(status, ("x-vercel-error", error)), Health);

        FrontendTestResult http = Of(Test(stand), FrontendTestKind.Http);

        Assert.Equal((false, code), (http.Passed, http.Findings[0].Code));
        Assert.Contains(error, http.Reason, StringComparison.Ordinal);
        Assert.NotNull(http.Remedy);
    }

    [Fact]
    public async Task A_database_that_is_down_is_told_from_a_key_that_is_wrong()
    {
        await using FrontendStand stand = new();
        stand.DatabaseFault = new SocketException((int)SocketError.ConnectionRefused);
        IReadOnlyList<FrontendTestResult> down = Test(stand);
        stand.DatabaseFault = null;
        stand.Platform.AcceptsKey = _ => false;
        IReadOnlyList<FrontendTestResult> key = Test(stand);

        Assert.Equal((false, "DatabaseUnreachable"), (Of(down, FrontendTestKind.Database).Passed, Of(down, FrontendTestKind.Database).Findings[0].Code));
        Assert.Equal((false, "DatabaseUnreachable"), (Of(down, FrontendTestKind.Health).Passed, Of(down, FrontendTestKind.Health).Findings[0].Code));
        Assert.Equal((false, "ReportsUnhealthy"), (Of(down, FrontendTestKind.Http).Passed, Of(down, FrontendTestKind.Http).Findings[0].Code));
        Assert.True(Of(key, FrontendTestKind.Database).Passed);
        Assert.Equal((false, "ReportsUnhealthy"), (Of(key, FrontendTestKind.Health).Passed, Of(key, FrontendTestKind.Health).Findings[0].Code));
        Assert.Contains("api: Invalid API key", Of(key, FrontendTestKind.Health).Reason, StringComparison.Ordinal);
        Assert.Contains("Start-XmrtDeployment", Of(key, FrontendTestKind.Health).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_only_the_frontend_cannot_reach_is_the_frontends_trouble()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using FrontendStand stand = new();
        stand.DatabaseFault = new TimeoutException("password=hunter2 was too slow");
        using PwshSession session = stand.Connect(database: database.Url);

        PwshResult result = session.Run("Test-XmrtFrontend").Succeeded();

        FrontendTestResult found = Of(result.Of<FrontendTestResult>(), FrontendTestKind.Database);
        Assert.Equal(false, found.Passed);
        Assert.Contains("this machine does", found.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Screen + found.Evidence["FrontendSays"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_arrives_late_cut_off_or_as_a_page_is_told()
    {
        await using FrontendStand stand = new();

        IReadOnlyList<FrontendTestResult> late = Answering(Fault.Delay(Timeout.InfiniteTimeSpan), "-Timeout 400ms");
        IReadOnlyList<FrontendTestResult> dropped = Answering(Fault.DropConnection());
        IReadOnlyList<FrontendTestResult> half = Answering(Fault.TruncateBody());
        IReadOnlyList<FrontendTestResult> page = Answering(Fault.Status(200) with { Body = "<html>Welcome</html>", ContentType = "text/html" });
        IReadOnlyList<FrontendTestResult> slow = Answering(Fault.Delay(TimeSpan.FromMilliseconds(1100)));

        Assert.Equal((false, "NoAnswer", "no answer within 400 ms"),
            (Of(late, FrontendTestKind.Http).Passed, Of(late, FrontendTestKind.Http).Findings[0].Code, Of(late, FrontendTestKind.Http).Reason));
        Assert.Null(Of(late, FrontendTestKind.FirstByte).Passed);
        Assert.True(Of(late, FrontendTestKind.Tcp).Passed);
        Assert.Contains("cut off before", Of(dropped, FrontendTestKind.Http).Reason, StringComparison.Ordinal);
        Assert.Equal((false, null), (Of(half, FrontendTestKind.Http).Passed, Of(half, FrontendTestKind.Health).Passed));
        Assert.Equal((true, null), (Of(page, FrontendTestKind.Http).Passed, Of(page, FrontendTestKind.Health).Passed));
        Assert.Contains("no report (text/html)", Of(page, FrontendTestKind.Health).Reason, StringComparison.Ordinal);
        Assert.Equal((true, false, Severity.Warning), (Of(slow, FrontendTestKind.Http).Passed, Of(slow, FrontendTestKind.FirstByte).Passed, Of(slow, FrontendTestKind.FirstByte).Findings[0].Severity));

        IReadOnlyList<FrontendTestResult> Answering(Fault fault, string arguments = "")
        {
            stand.Site.Faults.Next(1, fault, Health);
            return Test(stand, arguments);
        }
    }

    [Fact]
    public async Task Nothing_that_listens_is_told_and_what_comes_after_is_not_measured()
    {
        await using FrontendStand stand = new();
        await stand.Site.DisposeAsync();
        using PwshSession session = stand.Connect();

        IReadOnlyList<FrontendTestResult> results = session.Run("Test-XmrtFrontend").Succeeded().Of<FrontendTestResult>();

        Assert.Equal((false, "NotConnected"), (Of(results, FrontendTestKind.Tcp).Passed, Of(results, FrontendTestKind.Tcp).Findings[0].Code));
        Assert.Contains("nothing listens there", Of(results, FrontendTestKind.Tcp).Reason, StringComparison.Ordinal);
        Assert.Equal((false, null, null), (Of(results, FrontendTestKind.Http).Passed, Of(results, FrontendTestKind.Health).Passed, Of(results, FrontendTestKind.Database).Passed));
        Assert.True(Of(results, FrontendTestKind.Deployment).Passed);
        Assert.Equal(false, session.Run("Test-XmrtFrontend -Quiet").Succeeded().Output[0]!.BaseObject);
    }

    [Fact]
    public async Task Without_a_token_Vercels_view_is_not_measured_and_the_rest_is()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect(token: "");

        PwshResult result = session.Run("Test-XmrtFrontend").Succeeded();

        Assert.Equal(
            [FrontendTestKind.Project, FrontendTestKind.Deployment],
            result.Of<FrontendTestResult>().Where(found => found.Passed is null).Select(found => found.Test));
        Assert.Contains("no token for Vercel", Of(result.Of<FrontendTestResult>(), FrontendTestKind.Project).Reason, StringComparison.Ordinal);
        Assert.Contains("VERCEL_TOKEN", Of(result.Of<FrontendTestResult>(), FrontendTestKind.Project).Remedy, StringComparison.Ordinal);
        Assert.True(Of(result.Of<FrontendTestResult>(), FrontendTestKind.Http).Passed);
        Assert.Equal(false, session.Run("Test-XmrtFrontend -Quiet").Succeeded().Output[0]!.BaseObject);
    }

    [Fact]
    public async Task A_platform_in_trouble_does_not_keep_the_site_from_being_tested()
    {
        await using FrontendStand stand = new();
        using IDisposable failing = stand.Api.Faults.While(Fault.Status(200) with { Body = "<html>", ContentType = "text/html" });

        IReadOnlyList<FrontendTestResult> results = Test(stand);

        Assert.Null(Of(results, FrontendTestKind.Project).Passed);
        Assert.Contains("cannot be read", Of(results, FrontendTestKind.Project).Reason, StringComparison.Ordinal);
        Assert.True(Of(results, FrontendTestKind.Http).Passed);
    }

    [Theory]
    [InlineData("-Timeout 5", "BareNumberAsTime")]
    [InlineData("-Timeout 2m", "DurationOutOfRange")]
    [InlineData("xmrt.example", "NotAWebAddress")]
    [InlineData("file:///etc/passwd", "NotAWebAddress")]
    public async Task Bad_input_is_an_error_with_a_name(string arguments, string errorId)
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        Assert.Equal([errorId], session.Run($"Test-XmrtFrontend {arguments}").ErrorIds);
    }

    [Fact]
    public async Task Without_an_address_it_says_so_and_is_no_proof()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Test-XmrtFrontend -Quiet");

        Assert.Equal(["NoFrontendUrl"], result.ErrorIds);
        Assert.Equal(false, Assert.Single(result.Output)!.BaseObject);
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public async Task The_table_fits_80_columns(string culture)
    {
        await using FrontendStand stand = new();
        stand.Project.IsPaused = true;
        stand.PushAtOnce("Breaks", VercelBuildFailure.MissingModule);
        using PwshSession session = stand.Connect(culture: culture);

        PwshResult result = session.Run("Test-XmrtFrontend").Succeeded();

        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains("> Unpause it", result.Screen, StringComparison.Ordinal);
    }

    private static IReadOnlyList<FrontendTestResult> Test(FrontendStand stand, string arguments = "")
    {
        using PwshSession session = stand.Connect();
        return session.Run($"Test-XmrtFrontend {arguments}").Succeeded().Of<FrontendTestResult>();
    }

    private static FrontendTestResult Of(IEnumerable<FrontendTestResult> results, FrontendTestKind kind) =>
        Assert.Single(results, result => result.Test == kind);
}
