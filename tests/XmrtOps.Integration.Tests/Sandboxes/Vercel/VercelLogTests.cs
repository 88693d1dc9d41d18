using System.Globalization;
using System.Text.Json;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Sandboxes.Vercel;

public sealed class VercelLogTests : IAsyncDisposable
{
    private const string Rollup = "vercel_function_invocation_function_duration_ms_p95";
    private readonly VercelStand _stand = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _stand.DisposeAsync();

    [Fact]
    public async Task A_failed_builds_log_names_the_failing_line_in_colour()
    {
        var failed = _stand.Project.Deployments.First(deployment => deployment.Failure is not null);

        var events = (await _stand.GetAsync($"/v3/deployments/{failed.Id}/events?limit=-1")).EnumerateArray().ToList();
        var last = await _stand.GetAsync($"/v3/deployments/{failed.Url}/events?limit=1&direction=backward");

        var error = events.First(line =>
            line.GetProperty("text").GetString()!.Contains("Module not found", StringComparison.Ordinal));
        Assert.Equal(
            ("stderr", "error"), (error.GetProperty("type").GetString(), error.GetProperty("level").GetString()));
        Assert.Contains('\u001b', error.GetProperty("text").GetString()!);
        Assert.Contains("exited with 1", last[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(events.Zip(events.Skip(1)).All(pair => Created(pair.First) <= Created(pair.Second)));
    }

    [Fact]
    public async Task A_build_log_is_followed_line_by_line_until_the_build_is_over()
    {
        var deployment = _stand.Project.Push("Follow me");
        using var response =
            await _stand.SendAsync("GET", $"/v3/now/deployments/{deployment.Id}/events?follow=1&format=lines");
        Assert.Equal("application/stream+json", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var lines = ReadAllAsync(reader);
        while (!lines.IsCompleted)
        {
            _stand.Wait(0.1);
            await Task.Yield();
        }

        var texts = (await lines).Where(line => line.TryGetProperty("created", out _)).ToList();
        Assert.Contains("Running build", texts[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("Deployment completed", texts[^1].GetProperty("text").GetString());
        Assert.Equal(texts.Count, texts.Select(line => line.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_stream_without_news_keeps_alive_by_lines_without_a_time()
    {
        _stand.Platform.Timings = new VercelTimings { Queued = TimeSpan.FromDays(365) };
        var deployment = _stand.Project.Push("Waits");
        using var response = await _stand.SendAsync("GET", $"/v3/deployments/{deployment.Id}/events?follow=1");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var line = reader.ReadLineAsync(Cancellation).AsTask();
        while (!line.IsCompleted)
        {
            _stand.Wait(0.1);
            await Task.Yield();
        }

        Assert.Equal("{}", await line);
    }

    [Fact]
    public async Task Request_logs_come_newest_first_page_by_page_without_loss()
    {
        var path = $"/api/logs/request-logs?projectId={_stand.Project.Id}&ownerId={_stand.Identity.VercelTeamId}";
        var expected = _stand.Project.Requests.Rows
            .Where(row => row.Timestamp >= _stand.Clock.GetUtcNow().AddDays(-1))
            .Reverse()
            .Select(row => row.RequestId)
            .ToList();

        var found = new List<string>();
        for (var page = 0; ; page++)
        {
            var json = await _stand.GetAsync($"{path}&page={page}");
            found.AddRange(
                json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("requestId").GetString()!));
            if (!json.GetProperty("hasMoreRows").GetBoolean()) break;
        }

        Assert.True(expected.Count > 500);
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("statusCode=500", "statusCode", "500")]
    [InlineData("statusCode=5xx", "statusCode", "500")]
    [InlineData("environment=production", "environment", "production")]
    [InlineData("level=error", "statusCode", "500")]
    [InlineData("search=%2Fapi%2Fchat", "requestPath", "/api/chat")]
    [InlineData("source=serverless&level=warning", "statusCode", "200")]
    public async Task Request_logs_are_filtered(string query, string field, string value)
    {
        var json = await _stand.GetAsync($"/api/logs/request-logs?projectId={_stand.Project.Id}&{query}");

        Assert.NotEmpty(json.GetProperty("rows").EnumerateArray());
        Assert.All(json.GetProperty("rows").EnumerateArray(), row =>
            Assert.Equal(value, row.GetProperty(field).ToString()));
    }

    [Fact]
    public async Task Request_logs_are_refused_without_a_project_or_for_a_wrong_owner()
    {
        Assert.Equal((400, "bad_request"), await _stand.TryAsync("GET", "/api/logs/request-logs"));
        Assert.Equal((404, "not_found"), await _stand.TryAsync("GET", "/api/logs/request-logs?projectId=prj_x"));
        Assert.Equal(
            (403, "forbidden"),
            await _stand.TryAsync("GET", $"/api/logs/request-logs?projectId={_stand.Project.Id}&ownerId=team_x"));
        Assert.Equal(
            (400, "bad_request"),
            await _stand.TryAsync("GET", $"/api/logs/request-logs?projectId={_stand.Project.Id}&statusCode=bad"));
    }

    [Fact]
    public async Task Live_logs_show_a_visit_and_say_when_their_limit_is_reached()
    {
        var production = _stand.Project.Production!;
        production.Behaviour = VercelBehaviour.FunctionFails;
        using var response = await _stand.SendAsync(
            "GET", $"/v1/projects/{_stand.Project.Id}/deployments/{production.Id}/runtime-logs?format=lines");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        _stand.Wait(1);
        Assert.Equal(500, (await _stand.VisitAsync()).Status);
        var lines = ReadAllAsync(reader);
        while (!lines.IsCompleted)
        {
            _stand.Wait(10);
            await Task.Yield();
        }

        var rows = await lines;
        Assert.Equal(2, rows.Count);
        Assert.Equal(
            ("/api/health", 500, "error"),
            (rows[0].GetProperty("requestPath").GetString(), rows[0].GetProperty("responseStatusCode").GetInt32(),
                rows[0].GetProperty("level").GetString()));
        Assert.Equal(
            ("", "delimiter"), (rows[1].GetProperty("rowId").GetString(), rows[1].GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Metrics_are_computed_from_the_log_for_who_pays_for_them()
    {
        var (from, to) = (_stand.Clock.GetUtcNow().AddHours(-6), _stand.Clock.GetUtcNow());
        var query = Query("vercel.function_invocation.function_duration_ms", "p95", from, to);
        Assert.Equal((402, "PAYMENT_REQUIRED"), await _stand.TryAsync("POST", "/v2/observability/query", query));
        _stand.Platform.Plan = VercelPlan.ProWithObservability;

        using var response = await _stand.SendAsync("POST", "/v2/observability/query", query);
        var json = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        var p95 = json.GetProperty("summary")[0].GetProperty(Rollup).GetDouble();

        var times = _stand.Project.Requests.Rows
            .Where(row => row.Source == "serverless" && row.Timestamp >= from && row.Timestamp <= to)
            .Select(row => row.Duration.TotalMilliseconds)
            .ToList();
        Assert.InRange(times.Count(time => time <= p95) / (double)times.Count, 0.94, 0.96);
        Assert.Equal(72, json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Metrics_without_a_measurement_are_null_and_what_cannot_be_asked_lists_what_can()
    {
        _stand.Platform.Plan = VercelPlan.ProWithObservability;
        var now = _stand.Clock.GetUtcNow();
        var nothing = Query(
            "vercel.function_invocation.function_duration_ms", "p95", now.AddHours(-1), now, "http_status eq 418");
        using var response = await _stand.SendAsync("POST", "/v2/observability/query", nothing);
        var json = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));

        Assert.All(
            json.GetProperty("data").EnumerateArray(),
            point => Assert.Equal(JsonValueKind.Null, point.GetProperty(Rollup).ValueKind));
        foreach (var wrong in new[]
        {
            Query("vercel.unknown", "p95", now.AddHours(-1), now),
            Query("vercel.request.count", "p95", now.AddHours(-1), now),
            Query("vercel.request.count", "sum", now.AddHours(-1), now, "colour eq 'red'"),
        })
        {
            using var refused = await _stand.SendAsync("POST", "/v2/observability/query", wrong);
            var error = JsonElement.Parse(await refused.Content.ReadAsStringAsync(Cancellation)).GetProperty("error");
            Assert.Equal(400, (int)refused.StatusCode);
            Assert.NotEmpty(error.GetProperty("allowedValues").EnumerateArray());
        }
    }

    private static async Task<List<JsonElement>> ReadAllAsync(StreamReader reader)
    {
        var lines = new List<JsonElement>();
        while (await reader.ReadLineAsync(Cancellation) is { } line)
            if (line.Length > 0) lines.Add(JsonElement.Parse(line));
        return lines;
    }

    private static long Created(JsonElement line) => line.GetProperty("created").GetInt64();

    private object Query(
        string metric, string aggregation, DateTimeOffset from, DateTimeOffset to, string? filter = null) => new
    {
        scope = new
        {
            type = "project", ownerId = _stand.Identity.VercelTeamId, projectIds = new[] { _stand.Project.Id },
        },
        metric,
        aggregation,
        startTime = from.ToString("O", CultureInfo.InvariantCulture),
        endTime = to.ToString("O", CultureInfo.InvariantCulture),
        filter,
    };
}
