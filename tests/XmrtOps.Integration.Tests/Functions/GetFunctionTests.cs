using XmrtOps.Functions;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Functions;

/// <summary>Get-XmrtFunction and Get-XmrtSecret against a stand-in.</summary>
public sealed class GetFunctionTests(SandboxServer server)
{
    [Fact]
    public async Task Shows_what_is_deployed_and_how_it_did()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        for (int i = 1; i <= 20; i++)
        {
            project.Called("mining-proxy", i == 20 ? 504 : 200, i * 100);
        }

        project.Called("gemini-chat", 546, 900);
        project.Called("gemini-chat", 401, 3, executionId: "");
        project.Wrote("gemini-chat", "Memory limit exceeded");
        using PwshSession session = project.Connect();

        IReadOnlyList<DeployedFunction> functions = session.Run("Get-XmrtFunction").Succeeded().Of<DeployedFunction>();

        Assert.Equal(project.Platform.Functions.All.Select(f => f.Slug), functions.Select(f => f.Name));
        DeployedFunction mining = functions.Single(f => f.Name == "mining-proxy");
        EdgeFunction deployed = project.Platform.Functions.Find("mining-proxy")!;
        Assert.Equal((deployed.Version, "ACTIVE", false), (mining.Version, mining.Status, mining.VerifiesJwt));
        Assert.Equal((20L, 1L, 5.0, 1L), (mining.Calls, mining.Errors, mining.ErrorPercent, mining.Timeouts));
        Assert.Equal((1050.0, 1905.0, 2000.0), (mining.P50Ms, mining.P95Ms!.Value, mining.MaxMs));
        Assert.Contains("TimeLimitMet", mining.Findings.Select(f => f.Code));
        DeployedFunction gemini = functions.Single(f => f.Name == "gemini-chat");
        Assert.Equal((1L, 1L, 1L, 1L), (gemini.LimitsMet, gemini.MemoryLimitsMet, gemini.Unauthorized, gemini.RefusedByPlatform));
        Assert.Contains("MemoryLimitMet", gemini.Findings.Select(f => f.Code));
        DeployedFunction idle = functions.Single(f => f.Name == "text-to-speech");
        Assert.Equal((0L, null, null), (idle.Calls, idle.ErrorPercent, idle.P95Ms));
        Assert.Equal((150_000.0, 268_435_456L), (idle.AnswerLimitMs, idle.MemoryLimitBytes));
    }

    [Fact]
    public async Task The_probe_tells_what_the_platform_says_and_does_nothing_to_the_others()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.Platform.Functions.SetBehaviour("mining-proxy", EdgeFunctionBehaviour.FailsToBoot);
        project.Platform.Functions.SetBehaviour("gemini-chat", EdgeFunctionBehaviour.HasNoBundle);
        project.Platform.Functions.SetBehaviour("openai-tts", EdgeFunctionBehaviour.ExceedsResources);
        project.Platform.Secrets.Remove("RENDER_API_KEY");
        project.Platform.Functions.SetVerifyJwt("system-status", true);
        using PwshSession session = project.Connect();

        IReadOnlyList<DeployedFunction> functions = session
            .Run("Get-XmrtFunction mining-proxy, gemini-*, openai-tts, render-api, system-status -Probe").Succeeded().Of<DeployedFunction>();

        Assert.Equal(
            [("gemini-chat", "NOT_FOUND_FUNCTION_BLOB", false), ("mining-proxy", "BOOT_ERROR", false), ("openai-tts", "WORKER_LIMIT", false), ("render-api", null, true), ("system-status", (string?)null, (bool?)true)],
            functions.Select(f => (f.Name, f.Probe!.ErrorCode, f.Probe.Started)));
        Assert.Equal("OwnCodeFails", functions.Single(f => f.Name == "render-api").Findings.Single().Code);
        Assert.All(functions.Take(3), f => Assert.Equal("DoesNotStart", f.Findings[0].Code));
        Assert.Empty(functions.Single(f => f.Name == "system-status").Findings);
        Assert.All(project.Platform.Address.Journal.Requests, request => Assert.Equal("OPTIONS", request.Method));
    }

    [Fact]
    public async Task What_config_toml_says_is_compared_and_what_it_lacks_is_said()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.Write("supabase/config.toml", "[functions.mining-proxy]\nverify_jwt = false\n[functions.not-there]\nverify_jwt = false\n");
        project.Platform.Functions.SetVerifyJwt("mining-proxy", true);
        using PwshSession session = project.Connect();

        PwshResult result = session.Run("Get-XmrtFunction -ProjectPath $folder | Where-Object Name -eq mining-proxy").Succeeded();
        DeployedFunction mining = Assert.Single(result.Of<DeployedFunction>());

        Assert.Equal((true, false), (mining.VerifiesJwt, mining.ConfiguredVerifiesJwt));
        Assert.Equal("JwtCheckDiffers", mining.Findings[0].Code);
        Assert.Contains("-VerifyJwt:$false", mining.Findings[0].Remedy!, StringComparison.Ordinal);
        Assert.Contains("not-there", Assert.Single(result.Warnings), StringComparison.Ordinal);

        project.Write("supabase/config.toml", "[functions.mining-proxy\nverify_jwt = false\n");
        PwshResult broken = session.Run("Get-XmrtFunction mining-proxy -ProjectPath $folder").Succeeded();
        Assert.Contains("no TOML", Assert.Single(broken.Warnings), StringComparison.Ordinal);
        Assert.Null(Assert.Single(broken.Of<DeployedFunction>()).ConfiguredVerifiesJwt);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_leaves_numbers_unknown_and_says_so()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.Platform.Tokens.Restrict(project.Platform.Identity.SupabaseToken, "edge_functions:read");
        using PwshSession session = project.Connect();

        PwshResult result = session.Run("Get-XmrtFunction mining-proxy").Succeeded();

        DeployedFunction function = Assert.Single(result.Of<DeployedFunction>());
        Assert.Equal((null, null, null, null), (function.Calls, function.ErrorPercent, function.Timeouts, function.MaxMs));
        Assert.Contains("Not measured", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(402, "PlanLacksFeature")]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "NotFound")]
    [InlineData(429, "RateLimited")]
    public async Task A_refusal_is_a_condition(int status, string errorId)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        using IDisposable fault = project.Faults.While(
            Fault.Status(status, ("x-ratelimit-reset", "3600")), $"/v1/projects/{project.Platform.Project.Ref}/");

        Assert.Equal([errorId], session.Run("Get-XmrtFunction").ErrorIds);
        Assert.Equal([errorId], session.Run("Get-XmrtSecret").ErrorIds);
        Assert.Equal([errorId], session.Run("Save-XmrtFunction -All").ErrorIds);
    }

    [Fact]
    public async Task Secrets_are_names_digests_and_ages_and_never_values()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.Platform.Secrets.Set("CANARY_KEY", "canary-value-8213");
        using PwshSession session = project.Connect();

        PwshResult result = session.Run("Get-XmrtSecret CANARY*, SUPABASE_URL -Verbose").Succeeded();
        ProjectSecret canary = session.Run("Get-XmrtSecret CANARY_KEY").Succeeded().Of<ProjectSecret>().Single();

        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("canary-value-8213"u8)), canary.Sha256);
        Assert.InRange(canary.AgeDays!.Value, 0, 0.1);
        Assert.False(canary.IsOfPlatform);
        Assert.DoesNotContain("canary-value", result.Screen, StringComparison.Ordinal);
        Assert.All(result.Verbose, line => Assert.DoesNotContain("canary-value", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Views_fit_eighty_columns_in_german()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        for (int i = 0; i < 3; i++)
        {
            project.Called("get-edge-function-logs", i == 0 ? 500 : 200, 1234.5);
        }

        using PwshSession session = project.Connect("de-DE");

        string functions = session.Run("Get-XmrtFunction g*").Succeeded().Screen;
        string secrets = session.Run("Get-XmrtSecret").Succeeded().Screen;
        string saved = session.Run("Save-XmrtFunction get-edge-function-logs").Succeeded().Screen;

        Assert.All((functions + secrets + saved).Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("1,23 s", functions, StringComparison.Ordinal);
        Assert.Contains("33 %", functions, StringComparison.Ordinal);
    }
}
