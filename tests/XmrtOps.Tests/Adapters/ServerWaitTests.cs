using System.Globalization;
using XmrtOps.Adapters;

namespace XmrtOps.Tests.Adapters;

public sealed class ServerWaitTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(429, "Retry-After", "7", 7d)]
    [InlineData(503, "Retry-After", "7", 7d)]
    [InlineData(429, "Retry-After", "Sun, 29 Nov 2026 12:00:09 GMT", 9d)]
    [InlineData(429, "Retry-After", "Sun, 29 Nov 2026 11:00:00 GMT", 0d)]
    [InlineData(429, "x-ratelimit-reset", "42", 42d)]
    [InlineData(429, "X-RateLimit-Reset", "1795953611", 11d)]
    [InlineData(429, "X-RateLimit-Reset", "1795953000", 0d)]
    [InlineData(200, "x-ratelimit-reset", "42", null)]
    [InlineData(503, "x-ratelimit-reset", "42", null)]
    [InlineData(429, "x-ratelimit-reset", "soon", null)]
    [InlineData(429, "x-ratelimit-reset", "-5", null)]
    [InlineData(429, "x-ratelimit-reset", "99999999999999999999", null)]
    [InlineData(429, "x-ratelimit-reset", "999999999999999999", null)]
    [InlineData(429, "Retry-After", "never", null)]
    [InlineData(500, "Server", "x", null)]
    public void The_wait_is_what_the_headers_say(int status, string name, string value, double? seconds)
    {
        using HttpResponseMessage answer = ScriptedHandler.Answer(status, (name, value));

        Assert.Equal(seconds, ServerWait.Of(answer, s_now)?.TotalSeconds);
    }

    [Fact]
    public void Retry_After_wins_over_the_rate_limit()
    {
        using HttpResponseMessage answer = ScriptedHandler.Answer(429, ("x-ratelimit-reset", "42"), ("Retry-After", "3"));

        Assert.Equal(TimeSpan.FromSeconds(3), ServerWait.Of(answer, s_now));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_clock_that_is_wrong_does_not_change_the_wait(int skewSeconds)
    {
        DateTimeOffset server = s_now.AddSeconds(skewSeconds);
        using HttpResponseMessage answer = ScriptedHandler.Answer(
            429,
            ("Date", server.ToString("r", CultureInfo.InvariantCulture)),
            ("X-RateLimit-Reset", server.AddSeconds(5).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(TimeSpan.FromSeconds(5), ServerWait.Of(answer, s_now));
    }
}
