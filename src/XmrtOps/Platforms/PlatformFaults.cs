using XmrtOps.Adapters;
using XmrtOps.Faults;
using XmrtOps.Frontend;
using XmrtOps.Module;
using XmrtOps.State;

namespace XmrtOps.Platforms;

/// <summary>What went wrong with a request, in the module's conditions.</summary>
/// <param name="endpoint">The API that was asked.</param>
/// <param name="clock">What time it is.</param>
internal sealed class PlatformFaults(PlatformEndpoint endpoint, TimeProvider clock)
{
    private const int LongestWords = 300;

    private static readonly string[] s_requestIds = ["x-vercel-id", "sb-request-id", "x-gotrue-id", "cf-ray"];

    /// <summary>A request that has no answer, or none that could be read to its end.</summary>
    public XmrtException OfException(PlatformRequest request, HttpRequestMessage message, Exception exception)
    {
        PlatformFault fault = Describe(message);
        if (exception is CircuitOpenException open)
        {
            DateTimeOffset? at = open.RetryAfter is { } wait ? clock.GetUtcNow() + wait : null;
            return Errors.PlatformUnavailable(
                fault with { RetryAt = at, Answer = "it has failed so often in a row that it is left alone for some seconds" }, exception);
        }

        HttpFailure failure = exception is TimeoutException or OperationCanceledException
            ? HttpFailure.TimedOut
            : HttpFaults.Of(exception);
        string reason = HttpFaults.Detail(exception);
        // Only where no connection came about is it certain that a change was not received.
        if (!request.IsRead && failure is not (HttpFailure.NameNotFound or HttpFailure.NotConnected or HttpFailure.Tls))
        {
            return Errors.OutcomeUnknown(fault.Platform, exception, fault);
        }

        return failure switch
        {
            HttpFailure.TimedOut => Errors.PlatformTimeout(fault, exception),
            _ when IsTooLarge(exception) => Errors.UnreadableAnswer(
                fault, $"it is larger than {Display.Bytes(request.LongestAnswer)}", exception),
            _ when fault.StatusCode is not null => Errors.UnreadableAnswer(fault, "it breaks off", exception),
            HttpFailure.NameNotFound => Errors.PlatformUnreachable(fault, "the host name is not known", exception),
            HttpFailure.NotConnected => Errors.PlatformUnreachable(fault, reason, exception),
            HttpFailure.Tls => Errors.PlatformUnreachable(fault, $"its certificate is not accepted ({reason})", exception),
            HttpFailure.CutOff => Errors.PlatformUnreachable(fault, "it ended the connection without an answer", exception),
            HttpFailure.NotHttp => Errors.UnreadableAnswer(fault, "it is not HTTP", exception),
            _ => Errors.PlatformUnreachable(fault, reason, exception),
        };
    }

    /// <summary>A success whose body is not what it should be.</summary>
    public XmrtException Unreadable(
        PlatformRequest request, HttpRequestMessage message, HttpResponseMessage response, string reason, Exception? cause)
    {
        PlatformFault fault = Describe(message, response);
        return request.IsRead
            ? Errors.UnreadableAnswer(fault, reason, cause)
            : Errors.OutcomeUnknown(fault.Platform, cause, fault with { Answer = $"cannot be read, {reason}" });
    }

    /// <summary>A stream in the middle of which something is that is no JSON.</summary>
    public XmrtException Malformed(HttpRequestMessage message, Exception cause) =>
        Errors.UnreadableAnswer(Describe(message), "one of its lines is no JSON", cause);

    /// <summary>An answer that is no success.</summary>
    public XmrtException OfAnswer(
        PlatformRequest request, HttpRequestMessage message, HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        PlatformErrorBody error = PlatformErrorBody.Read(body);
        DateTimeOffset now = clock.GetUtcNow();
        Func<string, string?> header = HeadersOf(response);
        PlatformFault fault = Describe(message, response) with
        {
            Code = Masked(error.Code ?? header("x-sb-error-code") ?? header("sb-error-code") ?? header("x-vercel-error")),
            Answer = Masked(error.Message),
            RetryAt = ServerWait.Of(response, now) is { } wait ? now + wait : error.ResetAt,
        };
        return endpoint.Explain(fault, request, error) ?? Usual(request, response, fault);
    }

    /// <summary>It has left us at least once, as far as we know.</summary>
    public static bool WasSent(HttpRequestMessage message) =>
        message.Options.TryGetValue(ResilientRequest.Tries, out int tries) && tries > 0;

    /// <summary>The address with the query's names and none of its values.</summary>
    public static string MaskedUrl(HttpRequestMessage message)
    {
        Uri url = message.RequestUri!;
        IEnumerable<string> names = url.Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=')[0] + "=…");
        string query = string.Join('&', names);
        return SecretText.MaskIn(url.GetLeftPart(UriPartial.Path)) + (query.Length > 0 ? "?" + query : "");
    }

    public static Func<string, string?> HeadersOf(HttpResponseMessage response)
    {
        Dictionary<string, string> headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => h.Value.First(), StringComparer.OrdinalIgnoreCase);
        return headers.GetValueOrDefault;
    }

    private XmrtException Usual(PlatformRequest request, HttpResponseMessage response, PlatformFault fault) =>
        fault.StatusCode switch
        {
            401 => Errors.Unauthorized(fault, endpoint.UnauthorizedRemedy),
            402 => Errors.PlanLacksFeature(fault),
            403 => Errors.Forbidden(fault, $"the token may not do this with {request.Subject}", endpoint.UnauthorizedRemedy),
            404 or 410 => Errors.NotFound(fault, request.Subject, endpoint.NotFoundRemedy),
            409 => Errors.PlatformConflict(fault),
            429 => Errors.RateLimited(fault, request.WaitsOutLimits ? PlatformLimits.Patience : null),
            540 => Errors.ProjectPaused(fault),
            >= 300 and < 400 => Errors.PlatformRedirected(fault, response.Headers.Location is { IsAbsoluteUri: true } elsewhere
                ? elsewhere.Host
                : "another address"),
            // A gateway gave up, or the service broke down while it worked: what it did until then nobody knows.
            >= 500 and not 501 and not 503 when !request.IsRead => Errors.OutcomeUnknown(fault.Platform, null, fault),
            504 or 544 or 522 or 524 => Errors.PlatformTimeout(fault),
            >= 500 or 408 => Errors.PlatformUnavailable(fault),
            _ => Errors.PlatformRefused(fault),
        };

    private PlatformFault Describe(HttpRequestMessage message, HttpResponseMessage? response = null)
    {
        Func<string, string?>? header = response is null ? null : HeadersOf(response);
        int status = message.Options.TryGetValue(ResilientRequest.Status, out int seen) ? seen : 0;
        return new PlatformFault
        {
            Platform = endpoint.Name,
            Method = message.Method.Method,
            Url = Masked(MaskedUrl(message))!,
            StatusCode = response is not null ? (int)response.StatusCode : status > 0 ? status : null,
            RequestId = header is null ? null : Masked(s_requestIds.Select(header).FirstOrDefault(id => id is not null)),
            Tries = message.Options.TryGetValue(ResilientRequest.Tries, out int tries) ? tries : 0,
        };
    }

    private static bool IsTooLarge(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded };

    /// <summary>A platform's words are another's text: on one line, not too long, without what we sent it in secret.</summary>
    private string? Masked(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // Before it is cut, or half a secret would be left.
        string masked = text.Length <= 20 * LongestWords ? text : text[..(20 * LongestWords)];
        foreach (string secret in endpoint.Secrets().Where(s => s.Length > 3))
        {
            masked = masked.Replace(secret, SecretText.Mask, StringComparison.OrdinalIgnoreCase);
        }

        return Display.OneLine(SecretText.MaskIn(masked), LongestWords);
    }
}
