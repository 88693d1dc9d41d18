using System.Net;
using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Sandboxes;

public sealed class FaultPlanTests : IAsyncDisposable
{
    private readonly HttpStandIn _standIn = new(new StandInDialect());
    private readonly HttpClient _client;

    public FaultPlanTests()
    {
        _client = new HttpClient { BaseAddress = _standIn.BaseAddress };
        foreach (var path in (string[])["/a", "/b"])
        {
            _standIn.Map("GET", path, (_, _) => Task.FromResult(StandInResponse.Json(200, new { fine = true })));
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _standIn.DisposeAsync();
    }

    [Fact]
    public async Task The_next_requests_fail_and_then_no_more()
    {
        _standIn.Faults.Next(2, Fault.Status(503), "/a");

        Assert.Equal(200, await StatusAsync("/b"));
        Assert.Equal(503, await StatusAsync("/a"));
        Assert.Equal(503, await StatusAsync("/a"));
        Assert.Equal(200, await StatusAsync("/a"));
    }

    [Fact]
    public async Task A_lasting_fault_lasts_until_it_is_disposed_and_lets_the_counted_ones_go_first()
    {
        using (_standIn.Faults.While(Fault.Status(546)))
        {
            _standIn.Faults.Next(1, Fault.Status(504));
            Assert.Equal(504, await StatusAsync("/a"));
            Assert.Equal(546, await StatusAsync("/a"));
            Assert.Equal(546, await StatusAsync("/b"));
        }

        Assert.Equal(200, await StatusAsync("/a"));
    }

    [Fact]
    public async Task Clear_switches_everything_off()
    {
        _standIn.Faults.Next(9, Fault.Status(500));
        using var lasting = _standIn.Faults.While(Fault.DropConnection());
        _standIn.Faults.Clear();

        Assert.Equal(200, await StatusAsync("/a"));
    }

    [Fact]
    public async Task A_status_brings_its_headers_and_body()
    {
        var fault = Fault.Status(429, ("Retry-After", "7")) with { Body = "<h1>slow down</h1>", ContentType = "text/html" };
        _standIn.Faults.Next(1, fault);
        using var response = await _client.GetAsync("/a", Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("<h1>slow down</h1>", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_dropped_connection_is_no_reply_and_the_next_one_works()
    {
        _standIn.Faults.Next(1, Fault.DropConnection());

        // A client may try a dropped GET again by itself only on a connection that had served before.
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync("/a"));
        Assert.Null(error.StatusCode);
        Assert.Equal(200, await StatusAsync("/a"));
    }

    [Fact]
    public async Task A_truncated_body_breaks_off_after_the_right_status()
    {
        _standIn.Faults.Next(1, Fault.TruncateBody());
        using var response = await _client.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Cancellation));
        Assert.True(error is IOException or HttpRequestException, error.ToString());
    }

    [Fact]
    public async Task A_malformed_body_says_json_and_is_none()
    {
        _standIn.Faults.Next(1, Fault.MalformedBody());
        using var response = await _client.GetAsync("/a", Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));
    }

    [Fact]
    public async Task A_delay_can_be_outwaited_or_cancelled()
    {
        _standIn.Faults.Next(1, Fault.Delay(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(200, await StatusAsync("/a"));

        using var never = _standIn.Faults.While(Fault.Delay(Timeout.InfiniteTimeSpan));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asking = _client.GetAsync("/a", patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public void A_fault_for_no_request_is_a_mistake()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _standIn.Faults.Next(0, Fault.DropConnection()));
    }

    private async Task<int> StatusAsync(string path)
    {
        using var response = await _client.GetAsync(path, Cancellation);
        return (int)response.StatusCode;
    }
}
