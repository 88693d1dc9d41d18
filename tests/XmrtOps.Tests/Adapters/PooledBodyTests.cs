using System.Security.Cryptography;
using XmrtOps.Adapters;

namespace XmrtOps.Tests.Adapters;

public sealed class PooledBodyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32 << 10)]
    [InlineData((32 << 10) + 1)]
    [InlineData(500_000)]
    public async Task It_holds_what_came_whether_its_length_was_told_or_not(int length)
    {
        byte[] sent = RandomNumberGenerator.GetBytes(length);
        using ByteArrayContent told = new(sent);
        using StreamContent untold = new(new OneWayStream(sent));

        using PooledBody first = await PooledBody.ReadAsync(told, length, Cancellation);
        using PooledBody second = await PooledBody.ReadAsync(untold, length, Cancellation);

        Assert.Equal(sent, first.Bytes.ToArray());
        Assert.Equal(sent, second.Bytes.ToArray());
        Assert.Equal(sent, await first.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(sent, await second.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Its_headers_come_along()
    {
        using StringContent content = new("{}", System.Text.Encoding.UTF8, "application/json");
        content.Headers.TryAddWithoutValidation("Content-Language", "en");

        using PooledBody body = await PooledBody.ReadAsync(content, 100, Cancellation);

        Assert.Equal("application/json; charset=utf-8", body.Headers.ContentType?.ToString());
        Assert.Equal("en", Assert.Single(body.Headers.ContentLanguage));
        Assert.Equal(2, body.Headers.ContentLength);
    }

    [Fact]
    public async Task One_byte_too_many_is_refused_whether_it_was_told_or_not()
    {
        byte[] sent = new byte[1001];
        using ByteArrayContent told = new(sent);
        using StreamContent untold = new(new OneWayStream(sent));

        foreach (HttpContent content in new HttpContent[] { told, untold })
        {
            HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(
                () => PooledBody.ReadAsync(content, 1000, Cancellation));
            Assert.Equal(HttpRequestError.ConfigurationLimitExceeded, refused.HttpRequestError);
        }
    }

    [Fact]
    public async Task What_breaks_off_is_said_as_HttpClient_says_it()
    {
        using StreamContent content = new(new OneWayStream(new byte[10], new HttpIOException(HttpRequestError.ResponseEnded)));

        HttpRequestException broken = await Assert.ThrowsAsync<HttpRequestException>(
            () => PooledBody.ReadAsync(content, 1000, Cancellation));

        Assert.Equal(HttpRequestError.ResponseEnded, broken.HttpRequestError);
        Assert.IsType<HttpIOException>(broken.InnerException);
    }

    [Fact]
    public async Task After_it_is_disposed_it_gives_nothing_away()
    {
        using ByteArrayContent content = new([1, 2, 3]);
        PooledBody body = await PooledBody.ReadAsync(content, 1000, Cancellation);

        body.Dispose();
        body.Dispose();

        Assert.Throws<ObjectDisposedException>(() => body.Bytes);
    }
}
