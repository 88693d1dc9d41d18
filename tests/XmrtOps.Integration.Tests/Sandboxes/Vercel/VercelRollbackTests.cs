using System.Text.Json;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Sandboxes.Vercel;

public sealed class VercelRollbackTests : IAsyncDisposable
{
    private const string Path = "/v9/projects/xmrt-frontend";
    private readonly VercelStand _stand = new();

    public ValueTask DisposeAsync() => _stand.DisposeAsync();

    [Fact]
    public async Task A_rollback_moves_production_after_its_states_and_pins_it()
    {
        var (from, to) = (_stand.Project.Production!.Id, _stand.Candidates[0].Id);
        Assert.Equal((201, null),
            await _stand.TryAsync("POST", $"{Path}/rollback/{to}?description=chat%20is%20broken", new { }));

        var seen = new List<string?>();
        foreach (var seconds in new[] { 0.1, 0.3, 0.5 })
        {
            _stand.Wait(seconds);
            var job = (await _stand.GetAsync($"{Path}?rollbackInfo=true")).GetProperty("lastAliasRequest");
            Assert.Equal((from, to),
                (job.GetProperty("fromDeploymentId").GetString(), job.GetProperty("toDeploymentId").GetString()));
            seen.Add(job.GetProperty("jobStatus").GetString());
        }

        var project = await _stand.GetAsync(Path);
        Assert.Equal(["pending", "in-progress", "succeeded"], seen);
        Assert.Equal(to, project.GetProperty("targets").GetProperty("production").GetProperty("id").GetString());
        Assert.False(project.GetProperty("autoAssignCustomDomains").GetBoolean());
        Assert.Equal(
            "chat is broken", project.GetProperty("rollbackDescription").GetProperty("description").GetString());
        Assert.False(project.TryGetProperty("lastAliasRequest", out _));
    }

    [Fact]
    public async Task After_a_rollback_builds_wait_until_one_is_promoted()
    {
        GoBack(_stand.Candidates[0].Id);
        var pinned = _stand.Project.Production!.Id;
        var pushed = _stand.Project.Push("The fix");
        _stand.Wait(10);

        Assert.Equal(pinned, _stand.Project.Production!.Id);
        var json = await _stand.GetAsync($"/v13/deployments/{pushed.Id}");
        Assert.Equal(("READY", "STAGED"),
            (json.GetProperty("readyState").GetString(), json.GetProperty("readySubstate").GetString()));

        Assert.Equal(
            (201, null), await _stand.TryAsync("POST", $"/v10/projects/xmrt-frontend/promote/{pushed.Id}", new { }));
        _stand.Wait(10);
        Assert.Equal(pushed.Id, _stand.Project.Production!.Id);
        Assert.True(_stand.Project.AutoAssignsDomains);
        var next = _stand.Project.Push("One more");
        _stand.Wait(10);
        Assert.Equal(next.Id, _stand.Project.Production!.Id);
    }

    [Fact]
    public async Task A_rollback_brings_back_the_old_variables_too()
    {
        _stand.Project.SetVariable("NEXT_PUBLIC_SUPABASE_ANON_KEY", "rotated");
        _stand.Platform.AcceptsKey = key => key == "rotated";
        Assert.Equal(503, (await _stand.VisitAsync()).Status);
        _stand.Project.Redeploy(_stand.Project.Production!.Id, "production");
        _stand.Wait(10);
        Assert.Equal(200, (await _stand.VisitAsync()).Status);

        GoBack(_stand.Candidates[0].Id);
        var (status, error, body) = await _stand.VisitAsync();

        Assert.Equal((503, null), (status, error));
        Assert.Contains("Invalid API key", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_gone_back_to_is_refused()
    {
        var production = _stand.Project.Production!.Id;
        var failed = _stand.Project.Deployments.First(one => one.Failure is not null).Id;
        var preview = _stand.Project.Deployments.First(one => one.Target is null).Id;

        Assert.Equal((409, "conflict"), await RollBackAsync(production));
        Assert.Equal((422, "unprocessable_entity"), await RollBackAsync(failed));
        Assert.Equal((422, "unprocessable_entity"), await RollBackAsync(preview));
        Assert.Equal((404, "not_found"), await RollBackAsync("dpl_nothing"));
        Assert.Equal((404, "not_found"), await _stand.TryAsync("POST", $"/v9/projects/other/rollback/{production}"));
        Assert.Equal((422, "unprocessable_entity"),
            await _stand.TryAsync("POST", $"/v10/projects/xmrt-frontend/promote/{preview}"));

        Assert.Equal((201, null), await RollBackAsync(_stand.Candidates[0].Id));
        Assert.Equal((409, "conflict"), await RollBackAsync(_stand.Candidates[1].Id));
        Assert.Equal(production, _stand.Project.Production!.Id);
    }

    [Fact]
    public async Task On_the_free_plan_only_the_previous_one_can_be_gone_back_to()
    {
        _stand.Platform.Plan = VercelPlan.Hobby;

        Assert.Equal((402, "payment_required"), await RollBackAsync(_stand.Candidates[1].Id));
        Assert.Equal((201, null), await RollBackAsync(_stand.Candidates[0].Id));
    }

    [Fact]
    public async Task A_rollback_that_fails_moves_some_domains_and_lists_the_others_page_by_page()
    {
        var before = _stand.Project.Production!.Id;
        _stand.Project.EndNextJob(VercelJobOutcome.Fails);
        var to = _stand.Candidates[0].Id;
        await RollBackAsync(to);
        _stand.Wait(10);

        Assert.Equal(before, _stand.Project.Production!.Id);
        var first = await _stand.GetAsync($"{Path}/rollback/aliases?failedOnly=true&limit=1");
        var until = first.GetProperty("pagination").GetProperty("next").GetInt64();
        var second = await _stand.GetAsync($"{Path}/rollback/aliases?failedOnly=true&limit=1&until={until}");
        Assert.Equal(["xmrt.example", "www.xmrt.example"], Names(first).Concat(Names(second)));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("pagination").GetProperty("next").ValueKind);
        var all = await _stand.GetAsync($"{Path}/rollback/aliases");
        Assert.Equal(
            ["completed", "failed", "failed"],
            all.GetProperty("aliases").EnumerateArray().Select(alias => alias.GetProperty("status").GetString()));
        var moved = await _stand.GetAsync($"/v2/deployments/{to}/aliases");
        Assert.Contains("xmrt-frontend.vercel.app", moved.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VercelJobOutcome.IsSkipped, "skipped")]
    [InlineData(VercelJobOutcome.NeverEnds, "in-progress")]
    [InlineData(VercelJobOutcome.BecomesUnknown, "reticulating")]
    public async Task A_rollback_can_end_in_nothing(VercelJobOutcome outcome, string status)
    {
        var before = _stand.Project.Production!.Id;
        _stand.Project.EndNextJob(outcome);
        await RollBackAsync(_stand.Candidates[0].Id);
        _stand.Wait(3600);

        var project = await _stand.GetAsync($"{Path}?rollbackInfo=true");

        Assert.Equal(status, project.GetProperty("lastAliasRequest").GetProperty("jobStatus").GetString());
        Assert.Equal(before, _stand.Project.Production!.Id);
        Assert.True(project.GetProperty("autoAssignCustomDomains").GetBoolean());
    }

    [Fact]
    public async Task A_job_can_be_invisible_at_first_and_production_can_lag_behind_it()
    {
        var before = _stand.Project.Production!.Id;
        _stand.Platform.Timings = new VercelTimings
        {
            JobHidden = TimeSpan.FromSeconds(2),
            ProductionLag = TimeSpan.FromSeconds(5),
        };
        await RollBackAsync(_stand.Candidates[0].Id);
        _stand.Wait(1);
        var hidden = (await _stand.GetAsync($"{Path}?rollbackInfo=true")).GetProperty("lastAliasRequest");
        _stand.Wait(3);
        var project = await _stand.GetAsync($"{Path}?rollbackInfo=true");

        Assert.Equal(JsonValueKind.Null, hidden.ValueKind);
        Assert.Equal("succeeded", project.GetProperty("lastAliasRequest").GetProperty("jobStatus").GetString());
        Assert.Equal(before, project.GetProperty("targets").GetProperty("production").GetProperty("id").GetString());
        _stand.Wait(5);
        Assert.NotEqual(before, _stand.Project.Production!.Id);
    }

    [Fact]
    public async Task A_promotion_by_somebody_else_overwrites_the_last_job()
    {
        var other = _stand.Candidates[1].Id;
        _stand.Project.RaceNextJob(other);
        await RollBackAsync(_stand.Candidates[0].Id);
        _stand.Wait(10);

        var job = (await _stand.GetAsync($"{Path}?rollbackInfo=true")).GetProperty("lastAliasRequest");

        Assert.Equal(
            ("promote", other), (job.GetProperty("type").GetString(), job.GetProperty("toDeploymentId").GetString()));
        Assert.Equal(other, _stand.Project.Production!.Id);
    }

    [Fact]
    public async Task A_promotion_waits_for_a_gradual_release()
    {
        _stand.Project.HasActiveRollingRelease = true;

        Assert.Equal(
            (202, null),
            await _stand.TryAsync("POST", $"/v10/projects/xmrt-frontend/promote/{_stand.Candidates[0].Id}"));
        var release = await _stand.GetAsync("/v1/projects/xmrt-frontend/rolling-release");
        Assert.Equal("ACTIVE", release.GetProperty("rollingRelease").GetProperty("state").GetString());
        Assert.Null(_stand.Project.LastJob);
    }

    [Fact]
    public async Task The_pin_can_be_taken_off_and_its_reason_changed()
    {
        var to = _stand.Candidates[0].Id;
        GoBack(to);

        Assert.Equal(
            (200, null),
            await _stand.TryAsync("PATCH", $"/v1/projects/xmrt-frontend/rollback/{to}/update-description",
                new { description = "INC-7" }));
        Assert.Equal("INC-7",
            (await _stand.GetAsync(Path)).GetProperty("rollbackDescription").GetProperty("description").GetString());
        Assert.Equal((200, null), await _stand.TryAsync("PATCH", Path, new { autoAssignCustomDomains = true }));
        var pushed = _stand.Project.Push("Goes live by itself");
        _stand.Wait(10);
        Assert.Equal(pushed.Id, _stand.Project.Production!.Id);
    }

    private static IEnumerable<string?> Names(JsonElement page) => page
        .GetProperty("aliases")
        .EnumerateArray()
        .Select(alias => alias.GetProperty("alias").GetProperty("alias").GetString());

    private Task<(int Status, string? Code)> RollBackAsync(string id) =>
        _stand.TryAsync("POST", $"{Path}/rollback/{id}");

    private void GoBack(string id)
    {
        _stand.Project.RollBack(id);
        _stand.Wait(10);
    }
}
