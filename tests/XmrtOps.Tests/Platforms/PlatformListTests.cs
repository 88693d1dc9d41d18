using System.Globalization;
using System.Text.Json;
using XmrtOps.Faults;
using XmrtOps.Platforms.Project;
using XmrtOps.Platforms.Supabase;
using XmrtOps.Platforms.Vercel;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Tests.Platforms;

/// <summary>Lists over pages, streams, and forms that are not as documented.</summary>
public sealed class PlatformListTests : IAsyncDisposable
{
    private readonly Platform _platform = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task Deployments_come_page_by_page_each_once_also_over_a_limit_in_the_middle()
    {
        // c stands at the border of two pages.
        Pages(("null", ["a", "b", "c"], "3000"), ("3000", ["c", "d"], "1000"), ("1000", ["e"], "null"));
        int asked = 0;
        _platform.Map("GET", "/v6/deployments", request => ++asked == 2
            ? StandInResponse.Json(429, new { error = new { code = "rate_limited" } }).With("Retry-After", "0")
            : Page(request));

        List<VercelDeployment> found = await ListAsync();

        Assert.Equal(["a", "b", "c", "d", "e"], found.Select(d => d.DeploymentId));
        Assert.Equal(4, asked);
    }

    [Theory]
    [InlineData("5000", "5000")]
    [InlineData("null", "null")]
    public async Task A_list_that_does_not_get_on_ends(string next, string again)
    {
        Pages(("null", ["a"], next), ("5000", ["b"], again));

        Assert.InRange((await ListAsync()).Count, 1, 2);
    }

    [Fact]
    public async Task A_limit_that_lasts_ends_the_list_after_what_was_read()
    {
        Pages(("null", ["a"], "3000"));
        _platform.Map("GET", "/v6/deployments", request => request.First("until") is null
            ? Page(request)
            : StandInResponse.Json(429, new { }).With("Retry-After", "3600"));
        List<string?> read = [];

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(async () =>
        {
            await foreach (VercelDeployment deployment in Vercel.ListDeploymentsAsync(new(), _platform.Notices, Cancellation))
            {
                read.Add(deployment.DeploymentId);
            }
        });

        Assert.Equal(("RateLimited", "a"), (fault.ErrorId, Assert.Single(read)));
        Assert.NotNull(fault.Platform!.RetryAt);
    }

    [Fact]
    public async Task Unknown_values_pass_through_and_missing_ones_are_null()
    {
        _platform.Answer("GET", "/v6/deployments", """
            {"deployments":[
              {"uid":"a","state":"TELEPORTING","url":null,"aliasAssigned":1767225600000,"target":null,"new":{"x":[1]},
               "meta":{"githubCommitSha":"abc","odd":{"x":1},"number":7},"createdAt":"2026-01-01T00:00:00Z"},
              {"uid":"b","aliasAssigned":false,"created":1767225600000,"createdAt":false},
              {}
            ],"pagination":{"count":3,"next":null,"prev":5}}
            """);

        List<VercelDeployment> found = await ListAsync();

        Assert.Equal(("TELEPORTING", true, "abc", "7"),
            (found[0].Status, found[0].AliasAssigned, found[0].Meta!["githubCommitSha"], found[0].Meta!["number"]));
        Assert.Equal(2, found[0].Meta!.Count);
        Assert.Equal(found[0].MadeAt, found[1].MadeAt);
        Assert.Equal((false, null, null), (found[1].AliasAssigned, found[1].Status, found[1].Url));
        Assert.Equal(new VercelDeployment(), found[2]);
    }

    [Theory]
    [InlineData("""{"envs":[{"id":"1","key":"A","value":"s3cr3t","type":"encrypted","target":["production"]}],"hiddenProductionEnvCount":2}""")]
    [InlineData("""{"envs":[{"id":"1","key":"A","value":"s3cr3t","type":"new","target":"production"}],"pagination":{"next":null}}""")]
    [InlineData("""{"id":"1","key":"A","value":"s3cr3t","target":"production"}""")]
    public async Task Variables_come_in_three_forms(string body)
    {
        _platform.Answer("GET", "/v10/projects/{id}/env", body);

        VercelVariable found = Assert.Single(await Vercel.GetVariablesAsync(true, _platform.Notices, Cancellation));

        Assert.Equal(("A", "production"), (found.Key, Assert.Single(found.Target!)));
        Assert.Equal("A", found.ToString());
    }

    [Theory]
    [InlineData("""[{"created":1767225600000,"type":"stderr","text":"\u001b[31mError:\u001b[0m x\u0007","level":"error"},{"created":1767225600001,"payload":{"text":"old"}}]""")]
    [InlineData("{\"created\":1767225600000,\"type\":\"stderr\",\"text\":\"\\u001b[31mError:\\u001b[0m x\"}\n\n{}\r\n{\"created\":1767225600001,\"payload\":{\"text\":\"old\"}}")]
    public async Task A_build_log_is_a_list_or_a_line_each(string body)
    {
        _platform.Answer("GET", "/v3/deployments/{id}/events", body);

        var events = await Vercel.GetBuildLogAsync("dpl_1", _platform.Notices, Cancellation);

        Assert.Equal(["Error: x", "old"], events.Select(e => e.Line));
    }

    [Fact]
    public async Task A_running_log_ends_at_the_platforms_limit_and_half_a_line_at_the_end_is_none()
    {
        _platform.Answer("GET", "/v9/projects/{id}", """{"id":"prj_1"}""");
        const string row = """{"level":"new-level","message":"m","rowId":"r1","source":"serverless","timestampInMs":1767225600000}""";
        _platform.Answer("GET", "/v1/projects/{p}/deployments/{d}/runtime-logs", $"{row}\n\n{row}\n{{\"level\":\"in");

        List<VercelRuntimeLog> cut = await Vercel.FollowRuntimeLogAsync("dpl_1", _platform.Notices, Cancellation).ToListAsync(Cancellation);
        _platform.Answer("GET", "/v1/projects/{p}/deployments/{d}/runtime-logs", $$"""
            {{row}}
            {"rowId":"","level":"error","source":"delimiter"}
            {{row}}
            """);
        List<VercelRuntimeLog> limited = await Vercel.FollowRuntimeLogAsync("dpl_1", _platform.Notices, Cancellation).ToListAsync(Cancellation);
        _platform.Answer("GET", "/v1/projects/{p}/deployments/{d}/runtime-logs", $"{row}\nnonsense\n{row}\n");
        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(
            () => Vercel.FollowRuntimeLogAsync("dpl_1", _platform.Notices, Cancellation).ToListAsync(Cancellation).AsTask());

        Assert.Equal((2, 1, "UnreadableAnswer"), (cut.Count, limited.Count, fault.ErrorId));
        Assert.Equal(("new-level", "m"), (cut[0].Level, cut[0].Message));
    }

    [Fact]
    public async Task Rows_of_the_logs_are_read_as_they_are_asked_for()
    {
        _platform.Answer("GET", "/v1/projects/{ref}/analytics/endpoints/logs", """
            {"other":{"x":[1,2]},"result":[{"id":"1","timestamp":"2026-01-01T00:00:00.000001"},{"id":"2"}],"error":null}
            """);
        DateTimeOffset start = new(2026, 1, 1, 1, 0, 0, TimeSpan.FromHours(1));

        var rows = await Supabase.QueryLogsAsync("select id from logs", start, start.AddHours(24), _platform.Notices, Cancellation);

        Assert.Equal(["1", "2"], rows.Select(r => r.GetProperty("id").GetString()));
        StandInRequest sent = _platform.Requests[0];
        Assert.Equal(("2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"), (sent.First("iso_timestamp_start"), sent.First("iso_timestamp_end")));
    }

    [Theory]
    [InlineData("""{"result":[],"error":"count(*) is not supported"}""", "LogQueryRejected", null)]
    [InlineData("""{"error":{"code":"42601","errors":[],"message":"count(*) is not supported","status":"INVALID"}}""", "LogQueryRejected", "42601")]
    [InlineData("""{"something":1}""", "UnreadableAnswer", null)]
    [InlineData("""[]""", "UnreadableAnswer", null)]
    [InlineData("""{"result":[{"id":"1"}""", "UnreadableAnswer", null)]
    public async Task A_success_without_rows_is_no_empty_log(string body, string errorId, string? code)
    {
        _platform.Answer("GET", "/v1/projects/{ref}/analytics/endpoints/logs", body);

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(() => Supabase.QueryLogsAsync(
            "select 1", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, _platform.Notices, Cancellation));

        Assert.Equal((errorId, code), (fault.ErrorId, fault.Platform!.Code));
    }

    [Fact]
    public async Task Users_are_listed_although_somebody_signs_up_meanwhile()
    {
        _platform.Map("GET", "/auth/v1/admin/users", request =>
        {
            int page = int.Parse(request.First("page")!, CultureInfo.InvariantCulture);
            int size = int.Parse(request.First("per_page")!, CultureInfo.InvariantCulture);
            // The second page begins with the last of the first.
            int[] ids = [.. Enumerable.Range(page == 1 ? 0 : (page - 1) * size - 1, size).Where(i => i < 230)];
            return StandInResponse.Json(200, new { users = ids.Select(i => new { id = $"{i}", banned_until = "soon" }) });
        });

        List<AuthUser> users = await _platform.Connection.Auth.ListUsersAsync(null, _platform.Notices, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(Enumerable.Range(0, users.Count).Select(i => $"{i}"), users.Select(u => u.Id));
        Assert.InRange(users.Count, 200, 230);
        Assert.All(users, u => Assert.Null(u.BannedUntil));
    }

    [Fact]
    public async Task Functions_and_health_are_read_with_what_is_new_in_them()
    {
        _platform.Answer("GET", "/v1/projects/{ref}/functions", """
            [{"id":"f1","slug":"a","status":"NEW","version":3,"updated_at":1767225600000,"verify_jwt":true,"ezbr_sha256":"00","x":1},{}]
            """);
        _platform.Answer("GET", "/v1/projects/{ref}/health", """[{"name":"auth","healthy":false,"status":"ODD","info":{"version":"1"}}]""");

        var functions = await Supabase.GetFunctionsAsync(_platform.Notices, Cancellation);
        var health = await Supabase.GetHealthAsync(["auth", "db"], _platform.Notices, Cancellation);

        Assert.Equal(("NEW", 3, true, "00", 2026), (functions[0].Status, functions[0].Version, functions[0].VerifyJwt, functions[0].EzbrSha256, functions[0].UpdatedAt?.Year));
        Assert.Null(functions[1].Version);
        Assert.Equal(("ODD", false), (Assert.Single(health).Status, health[0].Healthy));
        Assert.Equal(["auth", "db"], _platform.Requests[^1].Query["services"]);
    }

    private readonly Dictionary<string, (string[] Ids, string Next)> _pages = new(StringComparer.Ordinal);

    private VercelClient Vercel => _platform.Connection.Vercel;

    private SupabaseClient Supabase => _platform.Connection.Supabase;

    private ValueTask<List<VercelDeployment>> ListAsync() =>
        Vercel.ListDeploymentsAsync(new VercelDeploymentQuery(), _platform.Notices, Cancellation).ToListAsync(Cancellation);

    private void Pages(params (string Until, string[] Ids, string Next)[] pages)
    {
        foreach ((string until, string[] ids, string next) in pages)
        {
            _pages[until] = (ids, next);
        }

        _platform.Map("GET", "/v6/deployments", Page);
    }

    private StandInResponse Page(StandInRequest request)
    {
        (string[] ids, string next) = _pages[request.First("until") ?? "null"];
        string list = string.Join(',', ids.Select(id => $$$"""{"uid":{{{JsonSerializer.Serialize(id)}}}}"""));
        return StandInResponse.Text(200, "application/json", $$$"""{"deployments":[{{{list}}}],"pagination":{"next":{{{next}}}}}""");
    }
}
