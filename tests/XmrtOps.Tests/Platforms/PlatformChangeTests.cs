using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Platforms;
using XmrtOps.Platforms.Project;
using XmrtOps.Platforms.Supabase;
using XmrtOps.Platforms.Vercel;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Tests.Platforms;

/// <summary>What changes something is sent once, whatever happens to its answer.</summary>
public sealed class PlatformChangeTests : IAsyncDisposable
{
    private readonly Platform _platform = new();

    public PlatformChangeTests()
    {
        _platform.Answer("GET", "/v9/projects/{id}", """{"id":"prj_1","accountId":"team_1","name":"xmrt-frontend"}""");
        _platform.Map("POST", "/v9/projects/{p}/rollback/{d}", _ => StandInResponse.Empty(201));
        _platform.Answer("GET", "/v1/projects/{ref}", """{"status":"ACTIVE_HEALTHY"}""");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    public static TheoryData<Fault, string> Ambiguous => new()
    {
        { Fault.DropConnection(), "OutcomeUnknown" },
        { Fault.Status(500), "OutcomeUnknown" },
        { Fault.Status(502), "OutcomeUnknown" },
        { Fault.Status(504), "OutcomeUnknown" },
        { Fault.Status(503), "PlatformUnavailable" },
        { Fault.Status(429, ("Retry-After", "1")), "RateLimited" },
        { Fault.Status(409), "PlatformConflict" },
        { Fault.Status(422), "PlatformRefused" },
    };

    [Theory]
    [MemberData(nameof(Ambiguous), DisableDiscoveryEnumeration = true)]
    public async Task A_change_is_never_sent_twice(Fault fault, string errorId)
    {
        _platform.Api.Faults.Next(1, fault, "/v9/projects/prj_1/rollback");

        XmrtException told = await Assert.ThrowsAsync<XmrtException>(
            () => Vercel.RollBackAsync("dpl_old", "broken", _platform.Notices, Cancellation));

        Assert.Equal(errorId, told.ErrorId);
        Assert.Single(_platform.Requests, r => r.Method == "POST");
    }

    [Fact]
    public async Task A_change_that_is_interrupted_may_have_been_made()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        _platform.Api.Map("POST", "/v9/projects/{p}/rollback/{d}", async (_, end) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, end);
            return StandInResponse.Empty(201);
        });

        XmrtException told = await Assert.ThrowsAsync<XmrtException>(
            () => Vercel.RollBackAsync("dpl_old", "broken", _platform.Notices, stop.Token));

        Assert.Equal("OutcomeUnknown", told.ErrorId);
    }

    [Fact]
    public async Task An_empty_answer_is_a_success()
    {
        await Vercel.RollBackAsync("dpl_old", "broken", _platform.Notices, Cancellation);

        StandInRequest sent = Assert.Single(_platform.Requests, r => r.Method == "POST");
        Assert.Equal(("/v9/projects/prj_1/rollback/dpl_old", "broken", "{}"), (sent.Path, sent.First("description"), sent.Text));
    }

    [Fact]
    public async Task A_success_that_cannot_be_read_leaves_the_outcome_unknown()
    {
        _platform.Map("POST", "/v13/deployments", _ => StandInResponse.Text(200, "text/html", "<html>"));

        XmrtException told = await Assert.ThrowsAsync<XmrtException>(() => Vercel.RedeployAsync(
            new VercelDeployment { Uid = "dpl_1", Name = "xmrt-frontend" }, isLatestCommit: false, _platform.Notices, Cancellation));

        Assert.Equal("OutcomeUnknown", told.ErrorId);
    }

    [Fact]
    public async Task A_change_that_could_not_be_sent_was_not_made()
    {
        await _platform.Api.DisposeAsync();

        XmrtException told = await Assert.ThrowsAsync<XmrtException>(
            () => Supabase.DeleteFunctionAsync("mining-proxy", _platform.Notices, Cancellation));

        Assert.Equal("PlatformUnreachable", told.ErrorId);
    }

    [Fact]
    public async Task After_a_lost_answer_the_state_is_read()
    {
        XmrtException lost = Errors.OutcomeUnknown("Vercel");

        Assert.Equal("made", await LostAnswer.ResolveAsync(
            () => Task.FromException<string>(lost), () => Task.FromResult<string?>("made"), _platform.Notices));
        XmrtException open = await Assert.ThrowsAsync<XmrtException>(() => LostAnswer.ResolveAsync(
            () => Task.FromException<string>(lost), () => Task.FromResult<string?>(null), _platform.Notices));
        XmrtException blind = await Assert.ThrowsAsync<XmrtException>(() => LostAnswer.ResolveAsync(
            () => Task.FromException<string>(lost), () => throw Errors.NoVercelToken("x"), _platform.Notices));

        Assert.All([open, blind], fault => Assert.Equal("OutcomeUnknown", fault.ErrorId));
        Assert.Contains("no sign of it", open.Message, StringComparison.Ordinal);
        Assert.Contains("no token", blind.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_that_only_reads_is_repeated()
    {
        _platform.Answer("POST", "/v1/projects/{ref}/network-bans/retrieve/enriched", """
            {"banned_ipv4_addresses":[{"banned_address":"203.0.113.7","identifier":"x","type":"y"}]}
            """, 201);
        _platform.Api.Faults.Next(2, Fault.Status(503), "/v1/projects/");

        var bans = await Supabase.GetNetworkBansAsync(_platform.Notices, Cancellation);

        Assert.Equal("203.0.113.7", Assert.Single(bans).BannedAddress);
        Assert.Equal(3, _platform.Requests.Count);
    }

    [Fact]
    public async Task A_function_is_deployed_as_the_platform_wants_its_form_and_comes_back_the_same()
    {
        StandInRequest? deployed = null;
        _platform.Map("POST", "/v1/projects/{ref}/functions/deploy", request =>
        {
            deployed = request;
            return StandInResponse.Json(201, new { slug = request.First("slug"), version = 2 });
        });
        _platform.Map("GET", "/v1/projects/{ref}/functions/{slug}/body", _ => new StandInResponse
        {
            Status = 200,
            ContentType = deployed!.Headers["Content-Type"],
            Body = deployed.Body,
        });
        byte[] binary = [0, 13, 10, 13, 10, 45, 45, 255];

        SupabaseFunction made = await Supabase.DeployFunctionAsync(
            "mining-proxy",
            new SupabaseFunctionMetadata { EntrypointPath = "index.ts", VerifyJwt = false },
            [
                new SupabaseFunctionFile("index.ts", "Deno.serve(() => new Response('ä'))"u8.ToArray()),
                new SupabaseFunctionFile("lib/data.bin", binary),
                new SupabaseFunctionFile("empty.ts", ReadOnlyMemory<byte>.Empty),
            ],
            _platform.Notices,
            Cancellation);
        SupabaseFunctionBody body = await Supabase.GetFunctionBodyAsync("mining-proxy", _platform.Notices, Cancellation);

        Assert.Equal(("mining-proxy", 2), (made.Slug, made.Version));
        Assert.Equal("""{"entrypoint_path":"index.ts","verify_jwt":false}""", body.Metadata);
        Assert.Equal(["index.ts", "lib/data.bin", "empty.ts"], body.Files.Select(f => f.Path));
        Assert.Equal(binary, body.Files[1].Content.ToArray());
        Assert.Equal(0, body.Files[2].Content.Length);
        Assert.Contains("name=\"file\"; filename=\"lib/data.bin\"", deployed!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/vnd.denoland.eszip")]
    [InlineData("multipart/form-data; boundary=other")]
    public async Task A_body_that_is_no_source_is_unreadable(string type)
    {
        _platform.Map("GET", "/v1/projects/{ref}/functions/{slug}/body", _ => StandInResponse.Text(200, type, "ESZIP2…"));

        XmrtException told = await Assert.ThrowsAsync<XmrtException>(
            () => Supabase.GetFunctionBodyAsync("x", _platform.Notices, Cancellation));

        Assert.Equal("UnreadableAnswer", told.ErrorId);
    }

    [Theory]
    [InlineData(503, "BOOT_ERROR", """{"code":"BOOT_ERROR","message":"Worker failed to boot"}""")]
    [InlineData(546, "WORKER_LIMIT", """{"code":"WORKER_LIMIT","message":"Worker failed to boot"}""")]
    [InlineData(404, "NOT_FOUND", """{"code":"NOT_FOUND","message":"Worker failed to boot"}""")]
    [InlineData(500, null, "own words")]
    public async Task A_function_is_called_once_and_its_answer_is_the_result(int status, string? code, string body)
    {
        _platform.Map("POST", "/functions/v1/{slug}", _ =>
        {
            StandInResponse answer = StandInResponse.Text(status, "application/json", body);
            return code is null ? answer : answer.With("sb-error-code", code);
        });

        FunctionAnswer answer = await _platform.Connection.SupabaseProject.InvokeAsync(
            new FunctionCall("mining-proxy") { JsonBody = "{}" }, _platform.Notices, Cancellation);

        Assert.Equal((status, code, body), (answer.StatusCode, answer.ErrorCode, answer.Body));
        Assert.Equal(code is null ? null : "Worker failed to boot", answer.ErrorMessage);
        StandInRequest sent = Assert.Single(_platform.Requests);
        Assert.Equal(_platform.Identity.AnonKey, sent.Headers["apikey"]);
    }

    [Fact]
    public async Task Metrics_are_asked_for_by_name_and_key()
    {
        _platform.Map("GET", "/customer/v1/privileged/metrics", _ => StandInResponse.Text(200, "text/plain", "up 1\n"));

        Assert.Equal("up 1\n", await _platform.Connection.SupabaseProject.GetMetricsAsync(_platform.Notices, Cancellation));

        string pair = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(_platform.Requests[0].Headers["Authorization"]["Basic ".Length..]));
        Assert.Equal($"service_role:{_platform.Identity.ServiceRoleKey}", pair);
    }

    private VercelClient Vercel => _platform.Connection.Vercel;

    private SupabaseClient Supabase => _platform.Connection.Supabase;
}
