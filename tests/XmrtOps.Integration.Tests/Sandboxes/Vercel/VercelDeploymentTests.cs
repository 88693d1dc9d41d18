using System.Net.Http.Json;
using System.Text.Json;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Sandboxes.Vercel;

public sealed class VercelDeploymentTests : IAsyncDisposable
{
    private readonly VercelStand _stand = new();

    public ValueTask DisposeAsync() => _stand.DisposeAsync();

    [Fact]
    public void The_history_holds_what_an_on_call_meets_and_is_the_same_each_time()
    {
        var all = _stand.Project.Deployments;
        var again = new VercelPlatform(_stand.Identity, _stand.Clock).Project.Deployments;

        Assert.Equal(all.Select(deployment => deployment.Id), again.Select(deployment => deployment.Id));
        Assert.Equal(all[0].Id, _stand.Project.Production!.Id);
        Assert.True(_stand.Candidates.Count >= 3);
        Assert.Single(all, deployment => deployment.Failure is not null);
        Assert.Single(all, deployment => deployment.CanceledAt is not null);
        Assert.Contains(all, deployment => deployment.Target is null);
    }

    [Fact]
    public async Task A_push_to_main_goes_through_all_states_and_then_live()
    {
        var before = _stand.Project.Production!.Id;
        var deployment = _stand.Project.Push("Say hello");
        var seen = new List<string>();
        foreach (var seconds in new[] { 0.1, 0.3, 0.4, 1.1, 0.3 })
        {
            _stand.Wait(seconds);
            var json = await _stand.GetAsync($"/v13/deployments/{deployment.Id}");
            seen.Add($"{json.GetProperty("readyState").GetString()} {json.GetProperty("aliasAssigned").GetBoolean()}");
        }

        Assert.Equal(
            ["QUEUED False", "INITIALIZING False", "BUILDING False", "READY False", "READY True"], seen);
        Assert.Equal(deployment.Id, _stand.Project.Production!.Id);
        Assert.Contains(before, _stand.Candidates.Select(candidate => candidate.Id));
    }

    [Fact]
    public async Task A_build_that_fails_never_replaces_production_and_says_why()
    {
        var before = _stand.Project.Production!.Id;
        _stand.Project.FailNextBuild(VercelBuildFailure.MissingModule);
        var deployment = _stand.Project.Push("Break it");
        _stand.Wait(10);

        var json = await _stand.GetAsync($"/v13/deployments/{deployment.Url}");

        Assert.Equal("ERROR", json.GetProperty("readyState").GetString());
        Assert.Equal("BUILD_UTILS_SPAWN_1", json.GetProperty("errorCode").GetString());
        Assert.Equal("buildStep", json.GetProperty("errorStep").GetString());
        Assert.Equal(before, _stand.Project.Production!.Id);
        Assert.Equal((200, null), ((await _stand.VisitAsync()).Status, (await _stand.VisitAsync()).Error));
    }

    [Fact]
    public async Task A_push_to_a_branch_is_a_preview_and_leaves_production_alone()
    {
        var before = _stand.Project.Production!.Id;
        var deployment = _stand.Project.Push("Try it", "feature/try");
        _stand.Wait(10);

        var json = await _stand.GetAsync($"/v13/deployments/{deployment.Id}");

        Assert.Equal(JsonValueKind.Null, json.GetProperty("target").ValueKind);
        Assert.Equal("STAGED", json.GetProperty("readySubstate").GetString());
        Assert.Equal(before, _stand.Project.Production!.Id);
    }

    [Fact]
    public async Task A_build_can_be_canceled_once_and_only_while_it_runs()
    {
        var deployment = _stand.Project.Push("Oops");
        _stand.Wait(0.5);

        Assert.Equal((200, null), await _stand.TryAsync("PATCH", $"/v12/deployments/{deployment.Id}/cancel"));
        Assert.Equal((400, "bad_request"), await _stand.TryAsync("PATCH", $"/v12/deployments/{deployment.Id}/cancel"));
        _stand.Wait(10);
        Assert.Equal(VercelReadyState.Canceled, deployment.StateAt(_stand.Clock.GetUtcNow()));
        Assert.NotEqual(deployment.Id, _stand.Project.Production!.Id);
    }

    [Fact]
    public async Task A_rebuild_is_a_new_deployment_with_the_variables_of_now()
    {
        var original = _stand.Project.Production!;
        _stand.Project.SetVariable("NEXT_PUBLIC_SUPABASE_ANON_KEY", "rotated");

        var id = await CreateAsync(new { deploymentId = original.Id, name = "xmrt-frontend", target = "production" });
        _stand.Wait(10);
        var rebuilt = _stand.Project.Find(id)!;

        Assert.NotEqual((original.Id, original.Url), (rebuilt.Id, rebuilt.Url));
        Assert.Equal((original.Commit.Sha, "redeploy"), (rebuilt.Commit.Sha, rebuilt.Source));
        Assert.Equal("rotated", rebuilt.Environment["NEXT_PUBLIC_SUPABASE_ANON_KEY"]);
        Assert.NotEqual("rotated", original.Environment["NEXT_PUBLIC_SUPABASE_ANON_KEY"]);
        Assert.Equal(rebuilt.Id, _stand.Project.Production!.Id);
    }

    [Fact]
    public async Task A_rebuild_can_take_the_latest_commit_and_a_build_any_reference()
    {
        var old = _stand.Candidates[^1];
        var pushed = _stand.Project.Push("Newest");
        var latest = await CreateAsync(
            new { deploymentId = old.Id, name = "x", target = "production", withLatestCommit = true });
        var byBranch = await CreateAsync(new
        {
            name = "xmrt-frontend", target = "production", gitSource = new { type = "github", @ref = "main" },
        });
        var bySha = await CreateAsync(new
        {
            name = "xmrt-frontend", gitSource = new { type = "github", @ref = "main", sha = old.Commit.Sha },
        });

        Assert.Equal(
            [pushed.Commit.Sha, pushed.Commit.Sha, old.Commit.Sha],
            new[] { latest, byBranch, bySha }.Select(id => _stand.Project.Find(id)!.Commit.Sha));
        Assert.Equal(
            (400, "incorrect_git_source_info"),
            await _stand.TryAsync(
                "POST", "/v13/deployments", new { name = "xmrt-frontend", gitSource = new { @ref = "nowhere" } }));
    }

    [Theory]
    [InlineData("{", "Invalid JSON")]
    [InlineData("[]", "object")]
    [InlineData("{}", "name")]
    [InlineData("""{"name":"xmrt-frontend"}""", "gitSource")]
    [InlineData("""{"name":"xmrt-frontend","files":[]}""", "files")]
    [InlineData("""{"name":"xmrt-frontend","files":[{"file":"a"}]}""", "sha")]
    [InlineData("""{"name":"xmrt-frontend","files":["a"]}""", "object")]
    [InlineData("""{"name":"xmrt-frontend","target":"moon"}""", "target")]
    public async Task A_deployment_that_is_asked_for_wrongly_is_refused(string body, string word)
    {
        using var response = await _stand.SendAsync("POST", "/v13/deployments", body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(word, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, 7)]
    [InlineData(7, 20)]
    public async Task Pages_hold_every_deployment_once_and_end(int version, int limit)
    {
        var found = new List<string>();
        var path = $"/v{version}/deployments?projectId=xmrt-frontend&limit={limit}";
        var next = string.Empty;
        while (true)
        {
            var page = await _stand.GetAsync(path + next);
            found.AddRange(
                page.GetProperty("deployments").EnumerateArray().Select(item => item.GetProperty("uid").GetString()!));
            var until = page.GetProperty("pagination").GetProperty("next");
            if (until.ValueKind == JsonValueKind.Null) break;
            next = $"&until={until.GetInt64()}";
        }

        Assert.Equal(_stand.Project.Deployments.Select(deployment => deployment.Id), found);
    }

    [Fact]
    public async Task Equal_times_at_the_border_of_a_page_are_not_lost()
    {
        var pushed = Enumerable.Range(0, 4).Select(index => _stand.Project.Push($"Twin {index}").Id).ToHashSet();
        var first = await _stand.GetAsync("/v6/deployments?projectId=xmrt-frontend&limit=3");
        var until = first.GetProperty("pagination").GetProperty("next").GetInt64();
        var second = await _stand.GetAsync($"/v6/deployments?projectId=xmrt-frontend&limit=6&until={until}");

        var seen = new[] { first, second }
            .SelectMany(page => page.GetProperty("deployments").EnumerateArray())
            .Select(item => item.GetProperty("uid").GetString()!);
        Assert.Superset(pushed, seen.ToHashSet());
    }

    [Theory]
    [InlineData("target=production", "production")]
    [InlineData("target=preview", null)]
    [InlineData("state=ERROR,CANCELED", null)]
    [InlineData("rollbackCandidate=true&target=production&state=READY", "production")]
    [InlineData("branch=main", "production")]
    public async Task Filters_leave_what_they_say(string query, string? target)
    {
        var list = await _stand.GetAsync($"/v6/deployments?projectId=xmrt-frontend&limit=100&{query}");
        var items = list.GetProperty("deployments").EnumerateArray().ToList();

        Assert.NotEmpty(items);
        if (query.StartsWith("state", StringComparison.Ordinal))
            Assert.All(items, item =>
                Assert.Contains(item.GetProperty("state").GetString(), new[] { "ERROR", "CANCELED" }));
        else
            Assert.All(items, item => Assert.Equal(target, item.GetProperty("target").GetString()));
        if (query.StartsWith("rollback", StringComparison.Ordinal))
            Assert.Equal(
                _stand.Candidates.Select(one => one.Id), items.Select(item => item.GetProperty("uid").GetString()));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=many")]
    [InlineData("until=yesterday")]
    [InlineData("state=SLEEPING")]
    public async Task A_query_that_means_nothing_is_refused(string query) =>
        Assert.Equal((400, "bad_request"), await _stand.TryAsync("GET", $"/v6/deployments?{query}"));

    [Fact]
    public async Task Without_a_token_only_a_deployments_bare_state_is_told()
    {
        var id = _stand.Project.Production!.Id;
        using var response = await _stand.SendAsync("GET", $"/v13/deployments/{id}", token: string.Empty);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal("READY", json.GetProperty("readyState").GetString());
        Assert.False(json.TryGetProperty("meta", out _));
        Assert.False(json.TryGetProperty("creator", out _));
        Assert.Equal((404, "not_found"), await _stand.TryAsync("GET", "/v13/deployments/dpl_nothing"));
        Assert.Equal((400, "bad_request"), await _stand.TryAsync("GET", "/v13/deployments/dpl_a-b"));
    }

    private async Task<string> CreateAsync(object body)
    {
        using var response = await _stand.SendAsync("POST", "/v13/deployments?forceNew=1", body);
        Assert.Equal(200, (int)response.StatusCode);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("QUEUED", json.GetProperty("readyState").GetString());
        return json.GetProperty("id").GetString()!;
    }
}
