using System.Text.Json;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Sandboxes.Vercel;

public sealed class VercelSettingsTests : IAsyncDisposable
{
    private const string Env = "/v10/projects/xmrt-frontend/env";
    private readonly VercelStand _stand = new();

    public ValueTask DisposeAsync() => _stand.DisposeAsync();

    [Fact]
    public async Task Values_are_shown_as_far_as_their_type_and_the_token_allow()
    {
        var viewer = _stand.Platform.AddToken(VercelRights.Viewer).Value;

        var cipher = await ValueAsync(Env, "NEXT_PUBLIC_SUPABASE_ANON_KEY");
        Assert.NotEqual(_stand.Identity.AnonKey, cipher);
        Assert.Equal(_stand.Identity.AnonKey, await ValueAsync($"{Env}?decrypt=true", "NEXT_PUBLIC_SUPABASE_ANON_KEY"));
        Assert.Equal(cipher, await ValueAsync($"{Env}?decrypt=true", "NEXT_PUBLIC_SUPABASE_ANON_KEY", viewer));
        Assert.Equal("5000", await ValueAsync(Env, "HEALTH_PROBE_TIMEOUT_MS"));
        Assert.Empty((await ValueAsync($"{Env}?decrypt=true", "SUPABASE_SERVICE_ROLE_KEY"))!);
        var list = (await _stand.GetAsync($"{Env}?decrypt=true")).GetRawText();
        Assert.DoesNotContain(_stand.Identity.ServiceRoleKey, list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_is_added_changed_and_removed()
    {
        var body = new { key = "MODE", value = "a", type = "plain", target = new[] { "production" } };
        Assert.Equal((201, null), await _stand.TryAsync("POST", Env, body));
        Assert.Equal((400, "ENV_CONFLICT"), await _stand.TryAsync("POST", Env, body));
        Assert.Equal((201, null), await _stand.TryAsync("POST", $"{Env}?upsert=true", body with { value = "b" }));
        var made = _stand.Project.Variables.Single(variable => variable.Key == "MODE");
        Assert.Equal("b", made.Value);

        Assert.Equal((200, null),
            await _stand.TryAsync("PATCH", $"/v9/projects/xmrt-frontend/env/{made.Id}", new { value = "c" }));
        var one = await _stand.GetAsync($"/v1/projects/xmrt-frontend/env/{made.Id}");
        Assert.Equal("c", one.GetProperty("value").GetString());
        Assert.Equal((200, null), await _stand.TryAsync("DELETE", $"/v9/projects/xmrt-frontend/env/{made.Id}"));
        Assert.Equal((404, "not_found"), await _stand.TryAsync("DELETE", $"/v9/projects/xmrt-frontend/env/{made.Id}"));
    }

    [Theory]
    [InlineData("""{"value":"v","target":["production"]}""")]
    [InlineData("""{"key":"K","target":["production"]}""")]
    [InlineData("""{"key":"K","value":"v"}""")]
    [InlineData("""{"key":"K","value":"v","target":["moon"]}""")]
    [InlineData("""{"key":"K","value":"v","type":"loud","target":["production"]}""")]
    [InlineData("[")]
    public async Task A_variable_that_says_too_little_or_nonsense_is_refused(string body) =>
        Assert.Equal((400, "bad_request"), await _stand.TryAsync("POST", Env, body));

    [Fact]
    public async Task A_paused_project_answers_503_until_it_goes_on()
    {
        Assert.Equal((200, null), await _stand.TryAsync("POST", "/v1/projects/xmrt-frontend/pause"));
        Assert.True((await _stand.GetAsync("/v9/projects/xmrt-frontend")).GetProperty("paused").GetBoolean());
        var (status, error, _) = await _stand.VisitAsync("/");
        Assert.Equal((503, "DEPLOYMENT_PAUSED"), (status, error));

        Assert.Equal((200, null), await _stand.TryAsync("POST", "/v1/projects/xmrt-frontend/unpause"));
        Assert.Equal(200, (await _stand.VisitAsync("/")).Status);
    }

    [Theory]
    [InlineData(VercelBehaviour.FunctionFails, 500, "FUNCTION_INVOCATION_FAILED")]
    [InlineData(VercelBehaviour.FunctionTimesOut, 504, "FUNCTION_INVOCATION_TIMEOUT")]
    [InlineData(VercelBehaviour.FunctionDoesNotRespond, 502, "NO_RESPONSE_FROM_FUNCTION")]
    public async Task The_site_does_as_its_production_deployment_does(
        VercelBehaviour behaviour, int status, string code)
    {
        var pushed = _stand.Project.Push("Break the function", behaviour: behaviour);
        Assert.Equal(200, (await _stand.VisitAsync()).Status);
        _stand.Wait(10);

        var (visited, error, body) = await _stand.VisitAsync();

        Assert.Equal((status, code), (visited, error));
        Assert.Contains(code, body, StringComparison.Ordinal);
        var row = _stand.Project.Requests.Rows[^1];
        Assert.Equal((pushed.Id, status, "error"), (row.DeploymentId, row.StatusCode, row.Level));
        _stand.Project.RollBack(_stand.Candidates[0].Id);
        _stand.Wait(10);
        Assert.Equal(200, (await _stand.VisitAsync()).Status);
    }

    [Fact]
    public async Task A_deployments_own_address_is_protected_and_an_unknown_page_is_not_found()
    {
        var preview = _stand.Project.Deployments.First(one => one.Target is null && one.CanceledAt is null);
        var failed = _stand.Project.Deployments.First(one => one.Failure is not null);

        Assert.Equal(401, (await _stand.VisitAsync("/", preview.Url)).Status);
        Assert.Equal((404, "DEPLOYMENT_NOT_FOUND"), Short(await _stand.VisitAsync("/", failed.Url)));
        Assert.Equal(200, (await _stand.VisitAsync("/", "xmrt.example")).Status);
        Assert.Equal((404, "NOT_FOUND"), Short(await _stand.VisitAsync("/nothing")));
    }

    [Fact]
    public async Task The_firewall_challenges_in_attack_mode_and_lets_through_whom_a_rule_names()
    {
        const string bypass = "/v1/security/firewall/bypass?projectId=xmrt-frontend";
        var enable = new { projectId = "xmrt-frontend", attackModeEnabled = true };
        Assert.Equal((200, null), await _stand.TryAsync("POST", "/v1/security/attack-mode", enable));
        Assert.Equal(403, (await _stand.VisitAsync()).Status);

        var rule = new { projectScope = true, sourceIp = "127.0.0.1", ttl = 60_000, note = "INC-7" };
        Assert.Equal((200, null), await _stand.TryAsync("POST", bypass, rule));
        Assert.Equal(200, (await _stand.VisitAsync()).Status);
        var listed = (await _stand.GetAsync(bypass)).GetProperty("result");
        Assert.Equal("127.0.0.1", Assert.Single(listed.EnumerateArray()).GetProperty("ip").GetString());
        _stand.Wait(61);
        Assert.Equal(403, (await _stand.VisitAsync()).Status);

        Assert.Equal((400, "bad_request"),
            await _stand.TryAsync("POST", bypass, new { projectScope = true, sourceIp = "home" }));
        Assert.Equal((400, "bad_request"), await _stand.TryAsync("POST", bypass, new { sourceIp = "10.0.0.1" }));
        Assert.Equal((200, null),
            await _stand.TryAsync("POST", bypass, new { domain = "xmrt.example", sourceIp = "10.0.0.0/8" }));
        Assert.Equal((200, null),
            await _stand.TryAsync("DELETE", bypass, new { domain = "xmrt.example", sourceIp = "10.0.0.0/8" }));
        Assert.Equal((404, "not_found"),
            await _stand.TryAsync("DELETE", bypass, new { domain = "xmrt.example", sourceIp = "10.0.0.0/8" }));
    }

    private static (int Status, string? Error) Short((int Status, string? Error, string Body) visit) =>
        (visit.Status, visit.Error);

    private async Task<string?> ValueAsync(string path, string key, string? token = null)
    {
        var envs = (await _stand.GetAsync(path, token)).GetProperty("envs");
        return envs
            .EnumerateArray()
            .Single(env => env.GetProperty("key").GetString() == key)
            .GetProperty("value")
            .GetString();
    }
}
