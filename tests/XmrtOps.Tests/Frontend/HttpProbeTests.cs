using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using XmrtOps.Frontend;

namespace XmrtOps.Tests.Frontend;

public sealed class HttpProbeTests
{
    private static readonly TimeSpan s_patient = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_answer_is_described_and_the_request_says_who_asks()
    {
        await using RawServer server = new(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\nContent-Length: 13\r\n\r\n{\"status\":1}\n");

        HttpAnswer answer = await AskAsync(server.Url);

        Assert.Equal((200, HttpFailure.None, "application/json", 13L, true),
            (answer.StatusCode, answer.Failure, answer.ContentType, answer.BodyBytes, answer.IsJson));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), answer.ServerDate);
        Assert.Null(answer.CertificateExpiresAt);
        string request = Assert.Single(server.Requests);
        Assert.StartsWith("GET /api/health HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("User-Agent: XmrtOps/", request, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-cache", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_its_relative_address_is_completed()
    {
        await using RawServer server = new("HTTP/1.1 307 Temporary Redirect\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n");

        HttpAnswer answer = await AskAsync(server.Url);

        Assert.Equal(307, answer.StatusCode);
        Assert.Equal(new Uri(server.Url, "/login"), answer.Location);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\nx-vercel-error: NO_RESPONSE_FROM_FUNCTION\r\nContent-Length: 0\r\n\r\n", "NO_RESPONSE_FROM_FUNCTION")]
    [InlineData("HTTP/1.1 504 X\r\nContent-Length: 47\r\n\r\nAn error\n\nFUNCTION_INVOCATION_TIMEOUT\niad1::x-1", "FUNCTION_INVOCATION_TIMEOUT")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Length: 16\r\n\r\nDROP_TABLE_USERS", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\nDEPLOYMENT_PAUSED", null)]
    public async Task Vercels_code_is_found_in_header_or_body_and_nothing_else_is_taken_from_it(string response, string? code)
    {
        await using RawServer server = new(response);

        Assert.Equal(code, (await AskAsync(server.Url)).VercelError);
    }

    [Theory]
    [InlineData("", HttpFailure.CutOff, null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", HttpFailure.CutOff, null)]
    [InlineData("\0\u0001garbage\u0080 not http\r\n\r\n", HttpFailure.NotHttp, null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":", HttpFailure.CutOff, 200)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno chunk", HttpFailure.NotHttp, 200)]
    internal async Task What_is_broken_is_told_by_where_it_broke(string response, HttpFailure failure, int? status)
    {
        await using RawServer server = new(response);

        HttpAnswer answer = await AskAsync(server.Url);

        Assert.Equal((failure, status), (answer.Failure, answer.StatusCode));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", 200)]
    public async Task A_server_that_falls_silent_is_given_up_at_the_deadline(string response, int? status)
    {
        await using RawServer server = new(response, keepsSilent: true);

        HttpAnswer answer = await AskAsync(server.Url, TimeSpan.FromMilliseconds(300));

        Assert.Equal((HttpFailure.TimedOut, status), (answer.Failure, answer.StatusCode));
    }

    [Fact]
    public async Task Of_an_endless_body_little_is_read()
    {
        await using RawServer server = new(
            "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + new string('x', 3 * HttpProbe.LongestBody), keepsSilent: true);

        HttpAnswer answer = await AskAsync(server.Url);

        Assert.Equal((HttpFailure.None, (long)HttpProbe.LongestBody, (bool?)null), (answer.Failure, answer.BodyBytes, answer.IsJson));
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_said_to_be_none()
    {
        await using RawServer server = new("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\n{\"a\":}");

        Assert.Equal(false, (await AskAsync(server.Url)).IsJson);
    }

    [Fact]
    public async Task A_port_that_nothing_listens_on_and_a_name_that_is_not_known_are_told_apart()
    {
        using Socket unused = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        unused.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        HttpAnswer closed = await AskAsync(new Uri($"http://127.0.0.1:{((IPEndPoint)unused.LocalEndPoint!).Port}/api/health"));
        HttpAnswer unknown = await AskAsync(new Uri("http://no-such-host.invalid/api/health"));

        Assert.Equal((HttpFailure.NotConnected, "nothing listens there"), (closed.Failure, closed.FailureDetail));
        Assert.Equal(HttpFailure.NameNotFound, unknown.Failure);
    }

    [Fact]
    public async Task A_certificate_is_refused_unless_its_root_is_trusted()
    {
        using X509Certificate2 certificate = Certificate(DateTimeOffset.UtcNow.AddDays(9), "localhost");
        await using RawServer server = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", certificate: certificate);

        HttpAnswer answer = await AskAsync(server.Url);

        Assert.Equal((HttpFailure.Tls, "its issuer is not trusted by this machine", null),
            (answer.Failure, answer.CertificateFault, answer.StatusCode));
    }

    [Theory]
    [InlineData(9, "localhost", null)]
    [InlineData(-1, "localhost", "it has expired")]
    [InlineData(9, "other.example.com", "it is issued for another host")]
    public async Task The_end_of_a_certificate_and_what_is_wrong_with_it_are_noted(int days, string host, string? fault)
    {
        using X509Certificate2 certificate = Certificate(DateTimeOffset.UtcNow.AddDays(days), host);
        await using RawServer server = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", certificate: certificate);
        CertificateWitness witness = new();
        using HttpProbe probe = new(
            new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    CertificateChainPolicy = new X509ChainPolicy
                    {
                        TrustMode = X509ChainTrustMode.CustomRootTrust,
                        CustomTrustStore = { certificate },
                        RevocationMode = X509RevocationMode.NoCheck,
                    },
                    RemoteCertificateValidationCallback = (_, shown, chain, errors) => witness.Validate(shown, chain, errors),
                },
            },
            witness);

        HttpAnswer answer = await probe.GetAsync(server.Url, s_patient, Cancellation);

        Assert.Equal(fault, answer.CertificateFault);
        Assert.Equal(fault is null ? 200 : null, answer.StatusCode);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), answer.CertificateExpiresAt!.Value.UtcDateTime);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_no_answer()
    {
        await using RawServer server = new("", keepsSilent: true);
        using CancellationTokenSource stop = new();
        using HttpProbe probe = HttpProbe.Create(s_patient);

        Task<HttpAnswer> asking = probe.GetAsync(server.Url, s_patient, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static async Task<HttpAnswer> AskAsync(Uri url, TimeSpan? timeout = null)
    {
        using HttpProbe probe = HttpProbe.Create(timeout ?? s_patient);
        return await probe.GetAsync(url, timeout ?? s_patient, Cancellation);
    }

    private static X509Certificate2 Certificate(DateTimeOffset end, string host)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(end.AddDays(-90), end);
        // Some platforms serve only a key that was loaded.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
