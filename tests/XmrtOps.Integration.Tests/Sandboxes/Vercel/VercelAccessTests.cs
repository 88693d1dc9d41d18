using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Sandboxes.Vercel;

public sealed class VercelAccessTests : IAsyncDisposable
{
    private const string Path = "/v9/projects/xmrt-frontend";
    private readonly VercelStand _stand = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _stand.DisposeAsync();

    [Fact]
    public async Task A_token_that_is_unknown_withdrawn_or_expired_is_invalid()
    {
        var mayfly = _stand.Platform.AddToken(VercelRights.Full, _stand.Clock.GetUtcNow().AddMinutes(1));
        Assert.Equal((200, null), await _stand.TryAsync("GET", Path, token: mayfly.Value));
        _stand.Wait(61);
        var withdrawn = _stand.Platform.AddToken(VercelRights.Full);
        Assert.True(_stand.Platform.RevokeToken(withdrawn.Value));

        foreach (var token in new[] { string.Empty, "wrong", mayfly.Value, withdrawn.Value })
        {
            using var response = await _stand.SendAsync("GET", Path, token: token);
            var error = (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error");
            Assert.Equal((403, "forbidden"), ((int)response.StatusCode, error.GetProperty("code").GetString()));
            Assert.True(error.GetProperty("invalidToken").GetBoolean());
        }
    }

    [Fact]
    public async Task A_viewer_reads_and_changes_nothing()
    {
        var viewer = _stand.Platform.AddToken(VercelRights.Viewer).Value;
        var candidate = _stand.Candidates[0].Id;

        Assert.Equal((200, null), await _stand.TryAsync("GET", Path, token: viewer));
        foreach (var (method, path) in new[]
        {
            ("POST", $"{Path}/rollback/{candidate}"), ("POST", $"/v10/projects/xmrt-frontend/promote/{candidate}"),
            ("POST", "/v13/deployments"), ("PATCH", Path), ("POST", "/v1/projects/xmrt-frontend/pause"),
            ("POST", "/v10/projects/xmrt-frontend/env"), ("POST", "/v1/security/attack-mode"),
            ("PATCH", $"/v12/deployments/{candidate}/cancel"),
        })
        {
            Assert.Equal((403, "forbidden"), await _stand.TryAsync(method, path, new { }, viewer));
        }

        Assert.Null(_stand.Project.LastJob);
        Assert.False(_stand.Project.IsPaused);
    }

    [Theory]
    [InlineData(403, "forbidden")]
    [InlineData(404, "not_found")]
    public async Task A_wrong_team_is_refused_as_the_rules_say(int status, string code)
    {
        _stand.Platform.Rules.WrongTeamStatus = status;

        Assert.Equal((status, code), await _stand.TryAsync("GET", $"{Path}?teamId=team_other"));
        Assert.Equal((status, code), await _stand.TryAsync("GET", $"{Path}?slug=other"));
        Assert.Equal((200, null), await _stand.TryAsync("GET", $"{Path}?teamId={_stand.Identity.VercelTeamId}"));
        Assert.Equal((200, null), await _stand.TryAsync("GET", $"{Path}?slug=xmrt-sandbox"));
    }

    [Fact]
    public async Task Who_is_no_member_finds_no_project()
    {
        var outsider = _stand.Platform.AddToken(VercelRights.Outsider).Value;

        Assert.Equal((404, "not_found"), await _stand.TryAsync("GET", Path, token: outsider));
        Assert.Equal((403, "forbidden"),
            await _stand.TryAsync("GET", $"{Path}?teamId={_stand.Identity.VercelTeamId}", token: outsider));
        Assert.Empty((await _stand.GetAsync("/v6/deployments", outsider)).GetProperty("deployments").EnumerateArray());
        Assert.Empty((await _stand.GetAsync("/v2/teams", outsider)).GetProperty("teams").EnumerateArray());
        _stand.Platform.Rules.RequiresTeam = true;
        Assert.Equal((404, "not_found"), await _stand.TryAsync("GET", Path));
    }

    [Fact]
    public async Task The_limiter_counts_refuses_and_begins_anew()
    {
        _stand.Platform.RateLimiter.Limit = 2;
        using var first = await _stand.SendAsync("GET", "/v2/user");
        Assert.Equal((2, 1), (Header(first, "X-RateLimit-Limit"), Header(first, "X-RateLimit-Remaining")));
        Assert.Equal(
            _stand.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds(), Header(first, "X-RateLimit-Reset"));
        using var second = await _stand.SendAsync("GET", "/v2/user");
        using var third = await _stand.SendAsync("GET", "/v2/user");
        var error = (await third.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error");

        Assert.Equal((429, "rate_limited"), ((int)third.StatusCode, error.GetProperty("code").GetString()));
        Assert.Equal(60, Header(third, "Retry-After"));
        Assert.Equal(2, error.GetProperty("limit").GetProperty("total").GetInt32());
        _stand.Platform.RateLimiter.IsOn = false;
        Assert.Equal((200, null), await _stand.TryAsync("GET", "/v2/user"));
        _stand.Platform.RateLimiter.IsOn = true;
        _stand.Wait(60);
        Assert.Equal((200, null), await _stand.TryAsync("GET", "/v2/user"));
    }

    [Fact]
    public async Task No_reply_of_the_account_or_the_list_of_projects_holds_a_value_that_is_secret()
    {
        var projects = (await _stand.GetAsync("/v9/projects")).GetRawText();
        var team = (await _stand.GetAsync($"/v2/teams/{_stand.Identity.VercelTeamId}")).GetRawText();

        Assert.All(
            new[] { _stand.Identity.VercelToken, _stand.Identity.AnonKey, _stand.Identity.ServiceRoleKey },
            secret => Assert.DoesNotContain(secret, projects + team, StringComparison.Ordinal));
        Assert.Contains("xmrt-docs", projects, StringComparison.Ordinal);
    }

    private static long Header(HttpResponseMessage response, string name) =>
        long.Parse(response.Headers.GetValues(name).Single(), CultureInfo.InvariantCulture);
}
