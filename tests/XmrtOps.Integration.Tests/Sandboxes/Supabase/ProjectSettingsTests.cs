using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase;

/// <summary>Keys, settings, backups and the rest of what the Management API keeps of a project.</summary>
public sealed class ProjectSettingsTests : IAsyncDisposable
{
    private readonly SupabaseStandIn _supabase = new();

    public ValueTask DisposeAsync() => _supabase.DisposeAsync();

    [Fact]
    public async Task Secret_keys_are_masked_unless_they_are_to_be_revealed()
    {
        JsonNode masked = (await _supabase.AskAsync("GET", "/api-keys")).Json;
        JsonNode revealed = (await _supabase.AskAsync("GET", "/api-keys?reveal=true")).Json;

        Assert.Equal(["anon", "service_role"], masked.AsArray().Where(k => (string?)k!["type"] == "legacy").Select(k => (string?)k!["id"]));
        Assert.DoesNotContain(_supabase.Platform.Identity.SecretKey, masked.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(_supabase.Platform.Identity.SecretKey, revealed.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(_supabase.Platform.Identity.PublishableKey, masked.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_made_used_and_deleted_for_good()
    {
        SupabaseStandIn.Answer made = await _supabase.AskAsync("POST", "/api-keys?reveal=true", new { type = "secret", name = "on_call" });
        string key = (string)made.Json["api_key"]!;
        int used = await HealthAsync(key);
        SupabaseStandIn.Answer deleted = await _supabase.AskAsync("DELETE", $"/api-keys/{made.Json["id"]}");

        Assert.Equal((201, 200, 200, 401), (made.Status, used, deleted.Status, await HealthAsync(key)));
        Assert.StartsWith("sb_secret_", key, StringComparison.Ordinal);
        Assert.Equal(404, (await _supabase.AskAsync("DELETE", "/api-keys/anon")).Status);
        Assert.Equal(400, (await _supabase.AskAsync("POST", "/api-keys", new { type = "secret", name = "No" })).Status);
    }

    [Fact]
    public async Task Disabled_legacy_keys_open_nothing_and_the_endpoint_may_be_gone()
    {
        SupabaseStandIn.Answer disabled = await _supabase.AskAsync("PUT", "/api-keys/legacy?enabled=false");
        SupabaseStandIn.Answer refused = await _supabase.CallAsync("GET", "/auth/v1/health", null, ("apikey", _supabase.Platform.Identity.AnonKey));
        _supabase.Platform.ApiKeys.HasLegacyEndpoint = false;

        Assert.Equal("""{"enabled":false}""", disabled.Text);
        Assert.Equal((401, "Legacy API keys are disabled"), (refused.Status, refused.Message));
        Assert.Equal(404, (await _supabase.AskAsync("GET", "/api-keys/legacy")).Status);
    }

    [Fact]
    public async Task A_rotation_keeps_the_old_signing_key_trusted_until_it_is_revoked()
    {
        JsonNode standby = (await _supabase.AskAsync("POST", "/config/auth/signing-keys", new { algorithm = "ES256" })).Json;
        await _supabase.AskAsync("PATCH", $"/config/auth/signing-keys/{standby["id"]}", new { status = "in_use" });
        JsonArray keys = (await _supabase.AskAsync("GET", "/config/auth/signing-keys")).Json["keys"]!.AsArray();
        string legacy = (string)keys[0]!["id"]!;
        JsonNode jwks = (await _supabase.CallAsync("GET", "/auth/v1/.well-known/jwks.json")).Json;
        int before = await HealthAsync(_supabase.Platform.Identity.AnonKey);
        SupabaseStandIn.Answer revoked = await _supabase.AskAsync("PATCH", $"/config/auth/signing-keys/{legacy}", new { status = "revoked" });
        int early = (await _supabase.AskAsync("DELETE", $"/config/auth/signing-keys/{legacy}")).Status;
        int after = await HealthAsync(_supabase.Platform.Identity.AnonKey);
        _supabase.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal([("HS256", "previously_used"), ("ES256", "in_use")], keys.Select(k => ((string)k!["algorithm"]!, (string)k["status"]!)));
        Assert.Equal((string?)standby["id"], (string?)Assert.Single(jwks["keys"]!.AsArray())!["kid"]);
        Assert.Equal((200, 200, 400, 401), (before, revoked.Status, early, after));
        Assert.Equal(200, (await _supabase.AskAsync("DELETE", $"/config/auth/signing-keys/{legacy}")).Status);
        Assert.Equal(400, (await _supabase.AskAsync("PATCH", $"/config/auth/signing-keys/{standby["id"]}", new { status = "revoked" })).Status);
    }

    [Fact]
    public async Task Settings_are_read_and_patched()
    {
        SupabaseStandIn.Answer auth = await _supabase.AskAsync("PATCH", "/config/auth", new { jwt_exp = 600, unheard_of = true });
        SupabaseStandIn.Answer rest = await _supabase.AskAsync("GET", "/postgrest");
        await _supabase.AskAsync("PATCH", "/config/database/pooler", new { default_pool_size = 40 });
        SupabaseStandIn.Answer pooler = await _supabase.AskAsync("GET", "/config/database/pooler");
        SupabaseStandIn.Answer postgres = await _supabase.AskAsync(
            "PUT", "/config/database/postgres", new { statement_timeout = "30s", restart_database = true });

        Assert.Equal((600, true), ((int)auth.Json["jwt_exp"]!, (bool)auth.Json["refresh_token_rotation_enabled"]!));
        Assert.Equal(_supabase.Platform.Identity.JwtSecret, (string?)rest.Json["jwt_secret"]);
        Assert.Equal((40, "transaction"), ((int)pooler.Json[0]!["default_pool_size"]!, (string?)pooler.Json[0]!["pool_mode"]));
        Assert.Equal("""{"statement_timeout":"30s"}""", postgres.Text);
        Assert.Equal(ProjectStatus.Restarting, _supabase.Platform.Project.Status);
    }

    [Fact]
    public async Task Bans_are_read_by_POST_with_201_and_lifted()
    {
        _supabase.Platform.Network.Ban("203.0.113.9");
        _supabase.Platform.Network.Ban("203.0.113.10");
        SupabaseStandIn.Answer bans = await _supabase.AskAsync("POST", "/network-bans/retrieve");
        SupabaseStandIn.Answer enriched = await _supabase.AskAsync("POST", "/network-bans/retrieve/enriched");
        SupabaseStandIn.Answer lifted = await _supabase.AskAsync("DELETE", "/network-bans", new { ipv4_addresses = new[] { "203.0.113.9" } });

        Assert.Equal((201, """{"banned_ipv4_addresses":["203.0.113.9","203.0.113.10"]}"""), (bans.Status, bans.Text));
        Assert.Equal((201, "203.0.113.10"), (enriched.Status, (string?)enriched.Json["banned_ipv4_addresses"]![1]!["banned_address"]));
        Assert.Equal((200, 0, null), (lifted.Status, lifted.Body.Length, lifted.ContentType));
        Assert.Equal(["203.0.113.10"], _supabase.Platform.Network.Bans);
    }

    [Fact]
    public async Task Restrictions_have_two_shapes_and_take_time()
    {
        SupabaseStandIn.Answer applied = await _supabase.AskAsync(
            "POST", "/network-restrictions/apply", new { dbAllowedCidrs = new[] { "203.0.113.0/24" }, dbAllowedCidrsV6 = Array.Empty<string>() });
        _supabase.Clock.Advance(_supabase.Platform.Network.ApplyTakes);
        SupabaseStandIn.Answer read = await _supabase.AskAsync("GET", "/network-restrictions");
        SupabaseStandIn.Answer patched = await _supabase.AskAsync(
            "PATCH", "/network-restrictions", new { add = new { dbAllowedCidrs = new[] { "198.51.100.7/32" } } });

        Assert.Equal((201, "stored", "applied"), (applied.Status, (string?)applied.Json["status"], (string?)read.Json["status"]));
        Assert.Equal("203.0.113.0/24", (string?)read.Json["config"]!["dbAllowedCidrs"]![0]);
        Assert.Equal(("198.51.100.7/32", "v4"), (
            (string?)patched.Json["config"]!["dbAllowedCidrs"]![1]!["address"], (string?)patched.Json["config"]!["dbAllowedCidrs"]![1]!["type"]));
        Assert.Equal(400, (await _supabase.AskAsync(
            "POST", "/network-restrictions/apply", new { dbAllowedCidrs = new[] { "203.0.113.300/24" } })).Status);
    }

    [Fact]
    public async Task Backups_restores_and_restore_points_are_as_the_plan_has_them()
    {
        JsonNode backups = (await _supabase.AskAsync("GET", "/database/backups")).Json;
        int withoutPitr = (await _supabase.AskAsync("POST", "/database/backups/restore-pitr", new { recovery_time_target_unix = 1 })).Status;
        SupabaseStandIn.Answer point = await _supabase.AskAsync("POST", "/database/backups/restore-point", new { name = "before-0142" });
        int early = (await _supabase.AskAsync("POST", "/database/backups/undo", new { name = "before-0142" })).Status;
        _supabase.Clock.Advance(_supabase.Platform.Backups.RestorePointTakes);
        JsonNode later = (await _supabase.AskAsync("GET", "/database/backups/restore-point")).Json;
        SupabaseStandIn.Answer undone = await _supabase.AskAsync("POST", "/database/backups/undo", new { name = "before-0142" });

        Assert.Equal(7, backups["backups"]!.AsArray().Count);
        Assert.All(backups["backups"]!.AsArray(), b => Assert.Equal("COMPLETED", (string?)b!["status"]));
        Assert.Equal((400, 201, "PENDING", 404), (withoutPitr, point.Status, (string?)point.Json["status"], early));
        Assert.Equal(("AVAILABLE", 201, ProjectStatus.Restoring), ((string?)later["status"], undone.Status, _supabase.Platform.Project.Status));
    }

    [Fact]
    public async Task With_point_in_time_recovery_an_empty_list_is_no_lack_of_backups()
    {
        await _supabase.AskAsync("PATCH", "/billing/addons", new { addon_type = "pitr", addon_variant = "pitr_7" });
        JsonNode backups = (await _supabase.AskAsync("GET", "/database/backups")).Json;
        long target = _supabase.Clock.GetUtcNow().AddHours(-2).ToUnixTimeSeconds();

        Assert.True((bool)backups["pitr_enabled"]!);
        Assert.Empty(backups["backups"]!.AsArray());
        Assert.True((long)backups["physical_backup_data"]!["latest_physical_backup_date_unix"]! < 10_000_000_000);
        Assert.Equal(201, (await _supabase.AskAsync(
            "POST", "/database/backups/restore-pitr", new { recovery_time_target_unix = target })).Status);
    }

    [Fact]
    public async Task A_change_of_the_compute_size_takes_the_project_down_for_a_while()
    {
        SupabaseStandIn.Answer changed = await _supabase.AskAsync(
            "PATCH", "/billing/addons", new { addon_type = "compute_instance", addon_variant = "ci_large" });
        JsonNode addons = (await _supabase.AskAsync("GET", "/billing/addons")).Json;

        Assert.Equal((200, ProjectStatus.Resizing), (changed.Status, _supabase.Platform.Project.Status));
        Assert.Equal("ci_large", (string?)addons["selected_addons"]![0]!["variant"]!["id"]);
        Assert.Equal(8, (double)addons["selected_addons"]![0]!["variant"]!["meta"]!["memory_gb"]!);
    }

    [Fact]
    public async Task The_disk_full_protection_is_overridden_for_a_quarter_of_an_hour()
    {
        _supabase.Platform.ReadOnlyMode.IsEnabled = true;
        SupabaseStandIn.Answer disabled = await _supabase.AskAsync("POST", "/readonly/temporary-disable");
        bool during = (bool)(await _supabase.AskAsync("GET", "/readonly")).Json["override_enabled"]!;
        _supabase.Clock.Advance(TimeSpan.FromMinutes(15));
        JsonNode after = (await _supabase.AskAsync("GET", "/readonly")).Json;

        Assert.Equal((201, 0, true), (disabled.Status, disabled.Body.Length, during));
        Assert.Equal((true, false), ((bool)after["enabled"]!, (bool)after["override_enabled"]!));
    }

    [Fact]
    public async Task Usage_is_counted_and_its_limit_is_the_lower_one()
    {
        await _supabase.CallAsync("GET", "/auth/v1/health");
        SupabaseStandIn.Answer count = await _supabase.AskAsync("GET", "/analytics/endpoints/usage.api-requests-count");
        SupabaseStandIn.Answer counts = await _supabase.AskAsync("GET", "/analytics/endpoints/usage.api-counts?interval=1hr");

        Assert.Equal((1, "30"), ((int)count.Json["result"]![0]!["count"]!, count.Headers["x-ratelimit-limit"]));
        Assert.All(counts.Json["result"]!.AsArray(), point => Assert.True((int)point!["total_rest_requests"]! > 0));
        Assert.Equal(400, (await _supabase.AskAsync("GET", "/analytics/endpoints/usage.api-counts?interval=1year")).Status);
    }

    [Theory]
    [InlineData("GET", "/v1/organizations", 200)]
    [InlineData("GET", "/v1/organizations/nobodys", 404)]
    [InlineData("GET", "/branches", 200)]
    [InlineData("GET", "/ssl-enforcement", 200)]
    [InlineData("PUT", "/ssl-enforcement", 400)]
    [InlineData("GET", "/config/database/pgbouncer", 200)]
    [InlineData("GET", "/config/database/postgres", 200)]
    [InlineData("GET", "/config/disk", 200)]
    [InlineData("GET", "/config/disk/util", 200)]
    [InlineData("GET", "/upgrade/eligibility", 200)]
    [InlineData("GET", "/database/backups/schedule", 200)]
    [InlineData("GET", "/database/backups/restore-point", 404)]
    [InlineData("GET", "/database/migrations", 403)]
    [InlineData("POST", "/readonly/enable", 404)]
    [InlineData("GET", "/functions/system-status/versions", 404)]
    public async Task Each_endpoint_answers_what_it_should(string method, string path, int status)
    {
        Assert.Equal(status, (await _supabase.AskAsync(method, path, method == "PUT" ? "{}" : null)).Status);
    }

    private async Task<int> HealthAsync(string key) =>
        (await _supabase.CallAsync("GET", "/auth/v1/health", null, ("apikey", key), ("User-Agent", "XmrtOps/1"))).Status;
}
