using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using System.Text.Json;
using XmrtOps.Data;

namespace XmrtOps.Frontend;

/// <summary>
/// Asks one address once, by a connection of its own, and says what came of it: it follows no redirect, keeps no cookie,
/// and reads little of a body that it does not trust.
/// </summary>
/// <param name="handler">What sends; disposed with the probe.</param>
/// <param name="witness">Told of certificates by the handler.</param>
internal sealed class HttpProbe(HttpMessageHandler handler, CertificateWitness witness) : IDisposable
{
    /// <summary>Bytes of a body that are read at most.</summary>
    public const int LongestBody = 64 * 1024;

    private readonly HttpClient _client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>A probe over the network, each time anew: name look-up, connecting and TLS are part of what is tested.</summary>
    public static HttpProbe Create(TimeSpan timeout)
    {
        CertificateWitness witness = new();
        return new HttpProbe(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = timeout,
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                        witness.Validate(certificate, chain, errors),
                },
            },
            witness);
    }

    /// <summary>Sends a GET and describes the outcome; only the caller's own cancellation is an exception.</summary>
    public async Task<HttpAnswer> GetAsync(Uri url, TimeSpan timeout, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        using HttpRequestMessage request = new(HttpMethod.Get, url);
        request.Headers.UserAgent.ParseAdd(ApplicationName.Module);
        request.Headers.Accept.ParseAdd("application/json, */*;q=0.5");
        // A cached answer would tell of the cache.
        request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };

        HttpAnswer answer = new() { Url = url };
        long started = Stopwatch.GetTimestamp();
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            answer = Describe(answer, response) with { LatencyMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds };
            answer = await ReadBodyAsync(answer, response, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            answer = answer with { Failure = HttpFailure.TimedOut };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            answer = answer with { Failure = HttpFaults.Of(exception), FailureDetail = HttpFaults.Detail(exception) };
        }

        return answer with { CertificateExpiresAt = witness.ExpiresAt, CertificateFault = witness.Fault };
    }

    public void Dispose() => _client.Dispose();

    private static HttpAnswer Describe(HttpAnswer answer, HttpResponseMessage response) => answer with
    {
        StatusCode = (int)response.StatusCode,
        Location = response.Headers.Location is { } location
            ? location.IsAbsoluteUri ? location : new Uri(answer.Url, location)
            : null,
        ContentType = response.Content.Headers.ContentType?.MediaType,
        ServerDate = response.Headers.Date,
        VercelError = VercelErrors.Find(Header(response, "x-vercel-error")),
        Mitigation = Header(response, "x-vercel-mitigated") is "deny" or "challenge"
            ? Header(response, "x-vercel-mitigated")
            : null,
    };

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : "";

    private static async Task<HttpAnswer> ReadBodyAsync(
        HttpAnswer answer, HttpResponseMessage response, CancellationToken cancellation)
    {
        byte[] buffer = new byte[LongestBody];
        int length = 0;
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
            length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Whose deadline it was is the caller's to say; the status has arrived in any case.
            return answer with { Failure = HttpFailure.TimedOut };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return answer with { Failure = HttpFaults.Of(exception), FailureDetail = HttpFaults.Detail(exception) };
        }

        return answer with
        {
            BodyBytes = length,
            IsJson = length is 0 or LongestBody ? null : IsJson(buffer.AsSpan(0, length)),
            Report = length is 0 or LongestBody ? null : HealthReport.Parse(buffer.AsMemory(0, length)),
            VercelError = answer.VercelError
                ?? (answer.StatusCode >= 400 ? VercelErrors.Find(Encoding.UTF8.GetString(buffer, 0, length)) : null),
        };
    }

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader reader = new(body);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
