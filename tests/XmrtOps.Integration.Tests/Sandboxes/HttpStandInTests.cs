using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Sandboxes;

public sealed class HttpStandInTests : IAsyncDisposable
{
    private readonly HttpStandIn _standIn = new(new StandInDialect());
    private readonly HttpClient _client;

    public HttpStandInTests()
    {
        _client = new HttpClient { BaseAddress = _standIn.BaseAddress };
        _standIn.Map("GET", "/v1/projects/{ref}/health", (request, _) => Task.FromResult(StandInResponse.Json(200, new
        {
            reference = request.Values["ref"],
            services = request.Query.GetValueOrDefault("services") ?? [],
        })));
        _standIn.Map("POST", "/echo", (request, _) => Task.FromResult(
            StandInResponse.Text(201, "text/plain", $"{request.Body.Length}:{request.Text}")));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _standIn.DisposeAsync();
    }

    [Fact]
    public async Task Placeholders_and_repeated_query_values_are_decoded()
    {
        var answer = await _client.GetFromJsonAsync<Answer>(
            "/v1/projects/a%2Fb%20c/health?services=auth&services=d%C3%BC+b&x", Cancellation);

        Assert.Equal("a/b c", answer!.Reference);
        Assert.Equal(["auth", "dü b"], answer.Services);
    }

    [Fact]
    public async Task Head_has_the_headers_of_get_and_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/projects/x/health");
        using var response = await _client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 10);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_arrives_whole_whether_chunked_or_with_its_length(bool chunked)
    {
        var text = string.Concat(Enumerable.Repeat("wörter ", 30_000));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new StringContent(text) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await _client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(
            $"{Encoding.UTF8.GetByteCount(text)}:{text}", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task One_connection_serves_request_after_request()
    {
        var replies = await TalkAsync(
            "POST /echo HTTP/1.1\r\nContent-Length: 3\r\n\r\none"
            + "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ntw\r\n1;x=y\r\no\r\n0\r\nTrailer: t\r\n\r\n"
            + "POST /echo HTTP/1.1\r\nConnection: close\r\n\r\n");

        Assert.Equal(["3:one", "3:two", "0:"], Bodies(replies));
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\n\r\n", 505)]
    [InlineData("GET nowhere HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400)]
    [InlineData("POST /echo HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400)]
    [InlineData("POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST /echo HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 413)]
    [InlineData("POST /echo HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501)]
    [InlineData("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n", 413)]
    public async Task What_is_no_request_gets_a_status_and_the_end_of_the_connection(string sent, int status)
    {
        var reply = await TalkAsync(sent);

        Assert.StartsWith($"HTTP/1.1 {status} ", reply, StringComparison.Ordinal);
        Assert.Contains("Connection: close", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nX-Long: ")]
    [InlineData("GET /")]
    public async Task An_endless_head_is_refused(string start)
    {
        var reply = await TalkAsync(start + new string('x', 65 * 1024));

        Assert.StartsWith("HTTP/1.1 431 ", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_more_exact_of_two_routes_answers_and_a_later_one_replaces_an_earlier()
    {
        _standIn.Map("GET", "/a/{any}", (_, _) => Task.FromResult(StandInResponse.Empty(200)));
        _standIn.Map("GET", "/a/known", (_, _) => Task.FromResult(StandInResponse.Empty(202)));
        _standIn.Map("GET", "/a/known", (_, _) => Task.FromResult(StandInResponse.Empty(204)));

        Assert.Equal(204, await StatusAsync("/a/known"));
        Assert.Equal(200, await StatusAsync("/a/other"));
        Assert.Equal(404, await StatusAsync("/a/"));
        Assert.Equal(404, await StatusAsync("/a/b/c"));
    }

    [Fact]
    public async Task A_handler_that_throws_is_a_500_and_serving_goes_on()
    {
        _standIn.Map("GET", "/broken", (_, _) => throw new InvalidOperationException("on purpose"));

        Assert.Equal(500, await StatusAsync("/broken"));
        Assert.Equal(200, await StatusAsync("/v1/projects/x/health"));
    }

    [Fact]
    public async Task Requests_are_served_side_by_side()
    {
        var everyoneIsHere = new TaskCompletionSource();
        var waiting = 0;
        _standIn.Map("GET", "/meet", async (_, cancellation) =>
        {
            if (Interlocked.Increment(ref waiting) == 20) everyoneIsHere.SetResult();
            await everyoneIsHere.Task.WaitAsync(cancellation);
            return StandInResponse.Empty(204);
        });

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StatusAsync("/meet")));

        Assert.All(statuses, status => Assert.Equal(204, status));
    }

    [Fact]
    public async Task A_reply_in_chunks_arrives_bit_by_bit()
    {
        var firstWasRead = new TaskCompletionSource();
        _standIn.Map("GET", "/lines", (_, _) => Task.FromResult(
            StandInResponse.Empty(200) with { ContentType = "application/stream+json", Chunks = LinesAsync() }));

        using var response = await _client.GetAsync("/lines", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal("one", await reader.ReadLineAsync(Cancellation));
        firstWasRead.SetResult();
        Assert.Equal("two", await reader.ReadLineAsync(Cancellation));
        Assert.Null(await reader.ReadLineAsync(Cancellation));

        async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync()
        {
            yield return "one\n"u8.ToArray();
            await firstWasRead.Task;
            yield return "two\n"u8.ToArray();
        }
    }

    [Fact]
    public async Task The_journal_tells_what_was_asked()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo?why=not") { Content = new StringContent("{}") };
        request.Headers.Add("Authorization", "Bearer secret-token");
        using var response = await _client.SendAsync(request, Cancellation);

        var asked = Assert.Single(_standIn.Journal.Requests);
        Assert.Equal(("POST", "/echo", "not", "{}"), (asked.Method, asked.Path, asked.First("why"), asked.Text));
        Assert.Equal("secret-token", asked.BearerToken);
        Assert.Equal("text/plain; charset=utf-8", asked.Headers["content-type"]);
    }

    [Fact]
    public async Task Stopping_ends_handlers_under_way_and_closes_the_port()
    {
        var entered = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        _standIn.Map("GET", "/forever", async (_, cancellation) =>
        {
            entered.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }
            finally
            {
                left.SetResult();
            }

            return StandInResponse.Empty(200);
        });
        var asking = _client.GetAsync("/forever", Cancellation);
        await entered.Task.WaitAsync(Cancellation);

        await _standIn.DisposeAsync();

        Assert.True(left.Task.IsCompleted);
        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
        await Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync("/v1/projects/x/health"));
    }

    private static string[] Bodies(string replies) =>
        [.. replies.Split("HTTP/1.1 201", StringSplitOptions.RemoveEmptyEntries).Select(reply => reply.Split("\r\n\r\n")[1])];

    private async Task<int> StatusAsync(string path)
    {
        using var response = await _client.GetAsync(path, Cancellation);
        return (int)response.StatusCode;
    }

    private async Task<string> TalkAsync(string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _standIn.BaseAddress.Port, Cancellation);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }

    private sealed record Answer(string Reference, string[] Services);
}
