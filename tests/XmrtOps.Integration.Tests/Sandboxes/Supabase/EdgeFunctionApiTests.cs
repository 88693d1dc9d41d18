using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase;

/// <summary>Edge functions and their secrets by the Management API.</summary>
public sealed class EdgeFunctionApiTests : IAsyncDisposable
{
    private const string Source = "Deno.serve(() => new Response(\"ü\"));\r\n--not-a-boundary\r\n";

    private readonly SupabaseStandIn _supabase = new();

    public ValueTask DisposeAsync() => _supabase.DisposeAsync();

    [Fact]
    public async Task Functions_are_listed_with_versions_and_times_in_milliseconds()
    {
        JsonArray functions = (await _supabase.AskAsync("GET", "/functions")).Json.AsArray();
        JsonNode status = functions.Single(f => (string?)f!["slug"] == "system-status")!;

        Assert.True(functions.Count > 20);
        Assert.All(functions, f => Assert.False((bool)f!["verify_jwt"]!));
        Assert.Equal("ACTIVE", (string?)status["status"]);
        Assert.True((int)status["version"]! > 0);
        DateTimeOffset updated = DateTimeOffset.FromUnixTimeMilliseconds((long)status["updated_at"]!);
        Assert.InRange(updated, _supabase.Clock.GetUtcNow().AddDays(-40), _supabase.Clock.GetUtcNow());
        Assert.Equal(EdgeFunction.IdOf("system-status"), Guid.Parse((string)status["id"]!));
        Assert.Equal((404, "Function not found"), Refusal(await _supabase.AskAsync("GET", "/functions/nothing")));
    }

    [Fact]
    public async Task What_is_deployed_can_be_read_back_and_counts_as_a_version()
    {
        const string metadata = """{"entrypoint_path":"supabase/functions/hello/index.ts","import_map_path":"","verify_jwt":false}""";
        SupabaseStandIn.Answer first = await _supabase.DeployAsync("hello", Source, metadata);
        SupabaseStandIn.Answer second = await _supabase.DeployAsync("hello", Source, metadata);
        SupabaseStandIn.Answer parts = await GetBodyAsync("hello", "multipart/form-data");
        SupabaseStandIn.Answer binary = await GetBodyAsync("hello", "*/*");

        Assert.Equal((201, 1, 2), (first.Status, (int)first.Json["version"]!, (int)second.Json["version"]!));
        Assert.False((bool)first.Json["verify_jwt"]!);
        Assert.StartsWith("multipart/form-data; boundary=", parts.ContentType, StringComparison.Ordinal);
        Assert.Contains("\"deno2_entrypoint_path\":\"supabase/functions/hello/index.ts\"", parts.Text, StringComparison.Ordinal);
        Assert.Contains("Supabase-Path: supabase/functions/hello/index.ts\r\n\r\n" + Source + "\r\n--", parts.Text, StringComparison.Ordinal);
        Assert.StartsWith("EZBR", binary.Text, StringComparison.Ordinal);
        Assert.Equal((string?)second.Json["ezbr_sha256"], Convert.ToHexStringLower(SHA256.HashData(binary.Body)));
    }

    [Fact]
    public async Task A_deployment_that_says_nothing_of_JWT_verification_turns_it_on()
    {
        SupabaseStandIn.Answer deployed = await _supabase.DeployAsync(
            "system-status", Source, """{"entrypoint_path":"supabase/functions/system-status/index.ts"}""");

        Assert.True((bool)deployed.Json["verify_jwt"]!);
        Assert.Equal(401, (await _supabase.CallAsync("POST", "/functions/v1/system-status")).Status);
    }

    [Theory]
    [InlineData("hello", """{"entrypoint_path":"elsewhere.ts"}""", "entrypoint path does not exist")]
    [InlineData("hello", "{}", "entrypoint_path: Required")]
    [InlineData("hello", "{", "metadata: Invalid JSON")]
    [InlineData("1hello", """{"entrypoint_path":"x"}""", "Invalid function slug")]
    public async Task A_bundle_that_cannot_be_is_refused(string slug, string metadata, string message)
    {
        SupabaseStandIn.Answer refused = await _supabase.DeployAsync(slug, Source, metadata);

        Assert.Equal(400, refused.Status);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_limits_how_many_there_are()
    {
        _supabase.Platform.Organization.Plan = "free";
        for (int number = _supabase.Platform.Functions.All.Count; number < 100; number++)
        {
            _supabase.Platform.Functions.Deploy($"filler{number}", [new EdgeFunctionFile("index.ts", default)], "index.ts");
        }

        Assert.Equal(402, (await _supabase.DeployAsync("hello", Source, """{"entrypoint_path":"supabase/functions/hello/index.ts"}""")).Status);
        Assert.Equal(201, (await _supabase.DeployAsync("filler99", Source, """{"entrypoint_path":"supabase/functions/filler99/index.ts"}""")).Status);
    }

    [Fact]
    public async Task Several_are_bundled_first_and_put_into_place_together()
    {
        const string metadata = """{"entrypoint_path":"supabase/functions/hello/index.ts","verify_jwt":false}""";
        SupabaseStandIn.Answer bundled = await _supabase.DeployAsync("hello", Source, metadata, "&bundleOnly=true");
        int before = (await _supabase.AskAsync("GET", "/functions/hello")).Status;
        SupabaseStandIn.Answer put = await _supabase.AskAsync("PUT", "/functions", new JsonArray(bundled.Json));
        SupabaseStandIn.Answer called = await _supabase.CallAsync("POST", "/functions/v1/hello");

        Assert.Equal((201, 404, 200, 200), (bundled.Status, before, put.Status, called.Status));
        Assert.Equal("hello", (string?)put.Json["functions"]![0]!["slug"]);

        // An entry whose bundle never came, as after two deployments at once.
        JsonNode lost = bundled.Json;
        lost["ezbr_sha256"] = new string('0', 64);
        await _supabase.AskAsync("PUT", "/functions", new JsonArray(lost));
        Assert.Equal("NOT_FOUND_FUNCTION_BLOB", (await _supabase.CallAsync("POST", "/functions/v1/hello")).Headers["sb-error-code"]);
    }

    [Fact]
    public async Task A_saved_bundle_goes_back_as_it_was_and_behaves_as_it_did()
    {
        SupabaseStandIn.Answer saved = await GetBodyAsync("system-status", "*/*");
        await _supabase.DeployAsync(
            "system-status", Source, """{"entrypoint_path":"supabase/functions/system-status/index.ts","verify_jwt":false}""");
        _supabase.Platform.Functions.SetBehaviour("system-status", EdgeFunctionBehaviour.FailsToBoot);
        int broken = (await _supabase.CallAsync("POST", "/functions/v1/system-status")).Status;
        using ByteArrayContent bundle = new(saved.Body);
        bundle.Headers.ContentType = new("application/vnd.denoland.eszip");
        SupabaseStandIn.Answer patched = await _supabase.AskAsync(
            "PATCH", "/functions/system-status?verify_jwt=false&entrypoint_path=supabase/functions/system-status/index.ts", bundle);

        Assert.Equal((503, 200), (broken, patched.Status));
        Assert.Equal(200, (await _supabase.CallAsync("POST", "/functions/v1/system-status")).Status);
        Assert.Equal(saved.Body, (await GetBodyAsync("system-status", "*/*")).Body);
    }

    [Fact]
    public async Task A_function_is_changed_and_deleted()
    {
        SupabaseStandIn.Answer changed = await _supabase.AskAsync("PATCH", "/functions/ai-chat", new { verify_jwt = true, name = "chat" });
        SupabaseStandIn.Answer deleted = await _supabase.AskAsync("DELETE", "/functions/ai-chat");

        Assert.Equal((200, "chat", true), (changed.Status, (string?)changed.Json["name"], (bool)changed.Json["verify_jwt"]!));
        Assert.Equal((200, "ok"), (deleted.Status, deleted.Message));
        Assert.Equal(404, (await _supabase.AskAsync("DELETE", "/functions/ai-chat")).Status);
        Assert.Equal("NOT_FOUND", (await _supabase.CallAsync("POST", "/functions/v1/ai-chat")).Headers["sb-error-code"]);
    }

    [Fact]
    public async Task Secrets_show_their_digests_only()
    {
        SupabaseStandIn.Answer set = await _supabase.AskAsync("POST", "/secrets", new[] { new { name = "STAGE", value = "käse" } });
        JsonNode stage = (await _supabase.AskAsync("GET", "/secrets")).Json.AsArray().Single(s => (string?)s!["name"] == "STAGE")!;
        SupabaseStandIn.Answer unset = await _supabase.AskAsync("DELETE", "/secrets", new[] { "STAGE", "NOT_THERE" });

        Assert.Equal((201, 0, null), (set.Status, set.Body.Length, set.ContentType));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("käse"))), (string?)stage["value"]);
        Assert.Equal((200, 0, null), (unset.Status, unset.Body.Length, unset.ContentType));
        Assert.DoesNotContain("STAGE", _supabase.Platform.Secrets.Names);
    }

    [Theory]
    [InlineData("""[{"name":"GOOD","value":"x"},{"name":"SUPABASE_URL","value":"x"}]""")]
    [InlineData("""[{"name":"GOOD","value":"x"},{"name":"","value":"x"}]""")]
    [InlineData("""[{"name":"GOOD","value":"x"},{"name":"NO_VALUE"}]""")]
    [InlineData("""{"name":"GOOD","value":"x"}""")]
    [InlineData("[")]
    public async Task Secrets_that_cannot_be_set_leave_the_others_unset(string body)
    {
        Assert.Equal(400, (await _supabase.AskAsync("POST", "/secrets", body)).Status);
        Assert.DoesNotContain("GOOD", _supabase.Platform.Secrets.Names);
    }

    private static (int, string?) Refusal(SupabaseStandIn.Answer answer) => (answer.Status, answer.Message);

    private async Task<SupabaseStandIn.Answer> GetBodyAsync(string slug, string accept) =>
        await _supabase.AskAsync("GET", $"/functions/{slug}/body", accept: accept);
}
