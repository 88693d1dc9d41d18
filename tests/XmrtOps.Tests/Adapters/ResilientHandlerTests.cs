using Microsoft.Extensions.Time.Testing;
using XmrtOps.Adapters;

namespace XmrtOps.Tests.Adapters;

public sealed class ResilientHandlerTests
{
    private static readonly ResilienceSettings s_patient = new()
    {
        // The clock runs on while the handler's thread waits for a processor: limits that a test is not about are far away.
        TryTimeout = TimeSpan.FromDays(10),
        TotalTimeout = TimeSpan.FromDays(40),
        BaseDelay = TimeSpan.FromMilliseconds(100),
        LongestWait = TimeSpan.FromSeconds(60),
        BreakerThreshold = 1000,
    };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    private readonly List<TimeSpan> _waits = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(522)]
    [InlineData(544)]
    public async Task A_read_is_repeated_until_it_succeeds(int status)
    {
        ScriptedHandler inner = new(ScriptedHandler.Status(status), ScriptedHandler.Status(status), ScriptedHandler.Status(200));

        using HttpResponseMessage answer = await SendAsync(inner, s_patient);

        Assert.Equal((200, 3), ((int)answer.StatusCode, inner.Sent));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(501)]
    [InlineData(540)]
    [InlineData(546)]
    public async Task An_answer_that_would_be_the_same_again_is_not_asked_for_again(int status)
    {
        ScriptedHandler inner = new(ScriptedHandler.Status(status));

        using HttpResponseMessage answer = await SendAsync(inner, s_patient);

        Assert.Equal((status, 1), ((int)answer.StatusCode, inner.Sent));
    }

    [Theory]
    [InlineData("POST", null, 1)]
    [InlineData("PUT", null, 1)]
    [InlineData("PATCH", null, 1)]
    [InlineData("DELETE", null, 1)]
    [InlineData("POST", true, 4)]
    [InlineData("GET", null, 4)]
    [InlineData("HEAD", null, 4)]
    [InlineData("GET", false, 1)]
    public async Task Only_what_may_be_repeated_is(string method, bool? isSafe, int tries)
    {
        ScriptedHandler inner = new(ScriptedHandler.Status(503));

        using HttpResponseMessage answer = await SendAsync(inner, s_patient, method, isSafe);

        Assert.Equal((503, tries), ((int)answer.StatusCode, inner.Sent));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, 4)]
    [InlineData(HttpRequestError.ResponseEnded, 4)]
    [InlineData(HttpRequestError.NameResolutionError, 4)]
    [InlineData(HttpRequestError.SecureConnectionError, 1)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, 1)]
    public async Task A_connection_that_fails_is_tried_again_unless_it_is_not_trusted(HttpRequestError error, int tries)
    {
        ScriptedHandler inner = new(ScriptedHandler.Throws(new HttpRequestException(error)));

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(inner, s_patient));

        Assert.Equal(tries, inner.Sent);
    }

    [Theory]
    [InlineData("Retry-After", "20", 20)]
    [InlineData("Retry-After", "Sun, 29 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("x-ratelimit-reset", "40", 40)]
    [InlineData("X-RateLimit-Reset", "1795953650", 50)]
    public async Task The_platform_says_how_long_to_wait(string header, string value, int seconds)
    {
        ScriptedHandler inner = new(ScriptedHandler.Status(429, (header, value)), ScriptedHandler.Status(200));

        using HttpResponseMessage answer = await SendAsync(inner, s_patient);

        Assert.Equal((200, 2), ((int)answer.StatusCode, inner.Sent));
        // Never earlier, and not all at the same moment.
        Assert.InRange(Assert.Single(_waits).TotalSeconds, seconds, seconds + 0.2);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_the_callers_to_decide()
    {
        ScriptedHandler inner = new(ScriptedHandler.Status(429, ("Retry-After", "61")));

        using HttpResponseMessage answer = await SendAsync(inner, s_patient);

        Assert.Equal((429, 1), ((int)answer.StatusCode, inner.Sent));
        Assert.Empty(_waits);
    }

    [Fact]
    public async Task A_request_may_ask_for_more_patience()
    {
        ScriptedHandler inner = new(ScriptedHandler.Status(429, ("Retry-After", "90")), ScriptedHandler.Status(200));

        using HttpResponseMessage answer = await SendAsync(
            inner, s_patient, prepare: request => request.Options.Set(ResilientRequest.LongestWait, TimeSpan.FromSeconds(95)));

        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(429, 20)]
    [InlineData(503, 0)]
    public async Task A_limit_without_a_time_is_waited_for_as_long_as_the_request_says(int status, int seconds)
    {
        ScriptedHandler inner = new(ScriptedHandler.Status(status), ScriptedHandler.Status(200));

        using HttpResponseMessage answer = await SendAsync(
            inner, s_patient, prepare: request => request.Options.Set(ResilientRequest.UntoldWait, TimeSpan.FromSeconds(20)));

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.InRange(Assert.Single(_waits).TotalSeconds, seconds, seconds + 0.5);
    }

    [Fact]
    public async Task Waits_end_before_the_time_for_all_of_it_is_over()
    {
        ScriptedHandler inner = new(ScriptedHandler.Status(503, ("Retry-After", "8")));

        using HttpResponseMessage answer = await SendAsync(inner, s_patient with { TotalTimeout = TimeSpan.FromSeconds(20) });

        // At 0, 8 and 16 s; 24 s would be too late.
        Assert.Equal((503, 3), ((int)answer.StatusCode, inner.Sent));
    }

    [Fact]
    public async Task A_platform_that_never_answers_is_a_timeout()
    {
        ScriptedHandler inner = new(async cancellation =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return new HttpResponseMessage();
        });

        await Assert.ThrowsAsync<TimeoutException>(
            () => SendAsync(inner, s_patient with { TryTimeout = TimeSpan.FromSeconds(5) }));

        Assert.Equal(4, inner.Sent);
    }

    [Fact]
    public async Task Cancelling_ends_a_wait_at_once()
    {
        using CancellationTokenSource stop = new();
        ScriptedHandler inner = new(ScriptedHandler.Status(503, ("Retry-After", "30")));
        using ResilientHandler handler = new(inner, s_patient, _clock);
        using HttpClient client = new(handler);
        using HttpRequestMessage request = Request("GET", null);
        request.Options.Set(ResilientRequest.Repeating, (_, _) => stop.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(request, stop.Token));

        Assert.Equal(1, inner.Sent);
    }

    [Fact]
    public async Task A_host_that_fails_all_the_time_is_left_alone_for_a_while_and_another_is_not()
    {
        ScriptedHandler inner = new(
            [.. Enumerable.Repeat(ScriptedHandler.Status(500), 4), ScriptedHandler.Status(200)]);
        ResilienceSettings settings = s_patient with { MaxRetries = 1, BreakerThreshold = 4, BreakDuration = TimeSpan.FromSeconds(10) };
        using ResilientHandler handler = new(inner, settings, _clock);
        using HttpClient client = new(handler);

        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage failed = await AdvanceAsync(client.SendAsync(Request("GET", null), Cancellation));
            Assert.Equal(500, (int)failed.StatusCode);
        }

        CircuitOpenException open = await Assert.ThrowsAsync<CircuitOpenException>(
            () => client.SendAsync(Request("POST", null), Cancellation));
        Assert.Equal(4, inner.Sent);
        Assert.Equal("api.example", open.Host);
        using HttpResponseMessage other = await client.GetAsync(new Uri("https://other.example/"), Cancellation);
        Assert.Equal(200, (int)other.StatusCode);
        _clock.Advance(TimeSpan.FromSeconds(11));
        using HttpResponseMessage again = await client.SendAsync(Request("GET", null), Cancellation);
        Assert.Equal(200, (int)again.StatusCode);
    }

    [Fact]
    public async Task Refusals_for_now_do_not_open_the_circuit()
    {
        ScriptedHandler inner = new(ScriptedHandler.Status(429));

        using HttpResponseMessage answer = await SendAsync(inner, s_patient with { BreakerThreshold = 2 });

        Assert.Equal((429, 4), ((int)answer.StatusCode, inner.Sent));
    }

    private static HttpRequestMessage Request(string method, bool? isSafe)
    {
        HttpRequestMessage request = new(new HttpMethod(method), "https://api.example/v1/things");
        if (isSafe is { } safe)
        {
            request.Options.Set(ResilientRequest.SafeToRepeat, safe);
        }

        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(
        ScriptedHandler inner,
        ResilienceSettings settings,
        string method = "GET",
        bool? isSafe = null,
        Action<HttpRequestMessage>? prepare = null)
    {
        using ResilientHandler handler = new(inner, settings, _clock);
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using HttpRequestMessage request = Request(method, isSafe);
        request.Options.Set(ResilientRequest.Repeating, (_, wait) => _waits.Add(wait));
        prepare?.Invoke(request);
        return await AdvanceAsync(client.SendAsync(request, Cancellation));
    }

    /// <summary>Lets the clock run while something waits for it.</summary>
    private async Task<T> AdvanceAsync<T>(Task<T> waiting)
    {
        while (!waiting.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await waiting;
    }
}
