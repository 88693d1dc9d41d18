using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase;

/// <summary>What the Management API says of a project in each state of its life, and whom it lets in.</summary>
public sealed class ProjectLifeTests : IAsyncDisposable
{
    private readonly SupabaseStandIn _supabase = new();

    public ValueTask DisposeAsync() => _supabase.DisposeAsync();

    [Fact]
    public async Task A_project_pauses_and_comes_back_through_the_states_between()
    {
        List<string?> seen = [await StatusAsync()];
        Assert.Equal(200, (await _supabase.AskAsync("POST", "/pause")).Status);
        seen.Add(await StatusAsync());
        _supabase.Clock.Advance(_supabase.Platform.Project.TransitionTime);
        seen.Add(await StatusAsync());
        SupabaseStandIn.Answer restore = await _supabase.AskAsync("POST", "/restore");
        seen.Add(await StatusAsync());
        _supabase.Clock.Advance(_supabase.Platform.Project.TransitionTime / 2);
        seen.Add(await StatusAsync());
        _supabase.Clock.Advance(_supabase.Platform.Project.TransitionTime / 2);
        seen.Add(await StatusAsync());

        Assert.Equal(["ACTIVE_HEALTHY", "PAUSING", "INACTIVE", "RESTORING", "COMING_UP", "ACTIVE_HEALTHY"], seen);
        Assert.Equal((200, 0, null), (restore.Status, restore.Body.Length, restore.ContentType));
    }

    [Fact]
    public async Task A_restore_can_fail_and_be_tried_again()
    {
        _supabase.Platform.Project.SetStatus(ProjectStatus.Inactive);
        _supabase.Platform.Project.RestoreFails = true;
        await _supabase.AskAsync("POST", "/restore");
        _supabase.Clock.Advance(_supabase.Platform.Project.TransitionTime);
        string? failed = await StatusAsync();
        _supabase.Platform.Project.RestoreFails = false;
        await _supabase.AskAsync("POST", "/restore");
        _supabase.Clock.Advance(_supabase.Platform.Project.TransitionTime);

        Assert.Equal(("RESTORE_FAILED", "ACTIVE_HEALTHY"), (failed, await StatusAsync()));
    }

    [Theory]
    [InlineData("pause", ProjectStatus.Inactive)]
    [InlineData("restore", ProjectStatus.ActiveHealthy)]
    public async Task What_a_state_does_not_allow_is_refused(string action, string status)
    {
        _supabase.Platform.Project.SetStatus(status);

        Assert.Equal(400, (await _supabase.AskAsync("POST", $"/{action}")).Status);
    }

    [Fact]
    public async Task A_paused_project_can_be_looked_at_but_not_used()
    {
        _supabase.Platform.Project.SetStatus(ProjectStatus.Inactive);

        Assert.Equal(200, (await _supabase.AskAsync("GET", "")).Status);
        Assert.Equal(200, (await _supabase.AskAsync("GET", "/database/backups")).Status);
        Assert.Equal((400, "Project is paused"), Refusal(await _supabase.AskAsync("GET", "/functions")));
        Assert.Equal(540, (await _supabase.CallAsync("POST", "/functions/v1/system-status")).Status);
        SupabaseStandIn.Answer health = await _supabase.AskAsync("GET", "/health?services=rest,auth");
        Assert.All(health.Json.AsArray(), service => Assert.False((bool)service!["healthy"]!));
    }

    [Fact]
    public async Task A_removed_project_is_gone_from_the_list_and_says_so()
    {
        await _supabase.AskAsync("DELETE", "");

        Assert.Equal((400, "Resource has been removed"), Refusal(await _supabase.AskAsync("GET", "")));
        Assert.Equal("[]", (await _supabase.AskAsync("GET", "/v1/projects")).Text);
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrst", 404, "Project not found")]
    [InlineData("not-a-ref", 400, "ref: Invalid project ref")]
    public async Task Another_project_is_not_found(string reference, int status, string message)
    {
        Assert.Equal((status, message), Refusal(await _supabase.AskAsync("GET", $"/v1/projects/{reference}")));
    }

    [Fact]
    public async Task A_restricted_organisation_has_to_pay_first()
    {
        _supabase.Platform.Organization.IsRestricted = true;

        Assert.Equal(402, (await _supabase.AskAsync("GET", "/functions")).Status);
        Assert.Equal(402, (await _supabase.CallAsync("GET", "/auth/v1/health")).Status);
    }

    [Fact]
    public async Task Health_wants_to_know_of_what_and_answers_200_whatever_it_finds()
    {
        _supabase.Platform.Services.SetUnhealthy("rest", "connection refused");

        Assert.Equal(400, (await _supabase.AskAsync("GET", "/health")).Status);
        Assert.Equal(400, (await _supabase.AskAsync("GET", "/health?services=nothing")).Status);
        Assert.Equal(400, (await _supabase.AskAsync("GET", "/health?services=auth&timeout_ms=90000")).Status);
        SupabaseStandIn.Answer health = await _supabase.AskAsync("GET", "/health?services=auth&services=rest,db,realtime");
        Assert.Equal(200, health.Status);
        Assert.Equal(
            [("auth", true), ("rest", false), ("db", false), ("realtime", true)],
            health.Json.AsArray().Select(s => ((string)s!["name"]!, (bool)s["healthy"]!)));
        Assert.Equal("connection refused", (string?)health.Json[1]!["error"]);
        Assert.Equal("GoTrue", (string?)health.Json[0]!["info"]!["name"]);
        Assert.True((bool)health.Json[3]!["info"]!["db_connected"]!);
        Assert.Equal("ACTIVE_UNHEALTHY", await StatusAsync());
    }

    [Fact]
    public async Task A_token_is_known_has_its_scopes_and_can_be_revoked()
    {
        const string narrow = "sbp_00000000000000000000000000000000000000aa";
        _supabase.Platform.Tokens.Add(narrow, "projects:read");

        Assert.Equal(200, (await _supabase.AskAsync("GET", "", token: narrow)).Status);
        Assert.Equal((403, "Forbidden resource"), Refusal(await _supabase.AskAsync("GET", "/secrets", token: narrow)));
        _supabase.Platform.Tokens.Revoke(narrow);
        Assert.Equal((401, "Invalid token"), Refusal(await _supabase.AskAsync("GET", "", token: narrow)));
        Assert.Equal((401, "JWT could not be decoded"), Refusal(await _supabase.AskAsync("GET", "", token: "eyJ")));
        _supabase.Platform.Tokens.Restrict(_supabase.Platform.Identity.SupabaseToken, "secrets:read");
        Assert.Equal(403, (await _supabase.AskAsync("GET", "")).Status);
    }

    [Fact]
    public async Task The_rate_limit_counts_by_endpoint_and_says_how_many_seconds_are_to_go()
    {
        _supabase.Platform.Limiter.PerMinute = 2;
        SupabaseStandIn.Answer first = await _supabase.AskAsync("GET", "/functions");
        _supabase.Clock.Advance(TimeSpan.FromSeconds(20));
        await _supabase.AskAsync("GET", "/functions");
        SupabaseStandIn.Answer third = await _supabase.AskAsync("GET", "/functions");

        Assert.Equal(("2", "1", "60"), Limit(first));
        Assert.Equal((429, "ThrottlerException: Too Many Requests"), Refusal(third));
        Assert.Equal(("2", "0", "40"), Limit(third));
        Assert.False(third.Headers.ContainsKey("Retry-After"));
        Assert.Equal(200, (await _supabase.AskAsync("GET", "/secrets")).Status);
        Assert.Equal(("2", "2", "60"), Limit(await _supabase.AskAsync("GET", "/nothing")));
        _supabase.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(200, (await _supabase.AskAsync("GET", "/functions")).Status);
        _supabase.Platform.Limiter.PerMinute = 0;
        _supabase.Platform.Limiter.IsEnabled = false;
        Assert.Equal(200, (await _supabase.AskAsync("GET", "/functions")).Status);
    }

    private static (int, string?) Refusal(SupabaseStandIn.Answer answer) => (answer.Status, answer.Message);

    private static (string, string, string) Limit(SupabaseStandIn.Answer answer) => (
        answer.Headers["x-ratelimit-limit"], answer.Headers["x-ratelimit-remaining"], answer.Headers["x-ratelimit-reset"]);

    private async Task<string?> StatusAsync() => (string?)(await _supabase.AskAsync("GET", "")).Json["status"];
}
