using XmrtOps.Findings;
using XmrtOps.Health;

namespace XmrtOps.Frontend;

/// <summary>What an answer of the health address says of the frontend. Its body's shape is not known, so that status and
/// time decide (runbook 1; Key Metrics 1 and 4).</summary>
internal static class FrontendJudgement
{
    private const string TellApart = "Test-XmrtFrontend";

    public static HealthCheck Of(HttpAnswer answer, TimeSpan timeout, DateTimeOffset now)
    {
        (HealthStatus status, string reason, string? remedy, Confidence confidence) = Verdict(answer, timeout);
        (HealthStatus certificate, string expiry) = CertificateVerdict(answer.CertificateExpiresAt, now);
        if (answer.CertificateFault is null && status is HealthStatus.Healthy or HealthStatus.Degraded && certificate > status)
        {
            (status, remedy) = (certificate, "Renew the certificate: Vercel dashboard, Settings, Domains.");
        }

        return new HealthCheck
        {
            Component = nameof(HealthComponent.Frontend),
            Status = status,
            Value = answer.LatencyMs is { } latency ? Math.Round(latency, 1) : null,
            Unit = "ms",
            Threshold = HealthThresholds.FrontendLatencyMs.Degraded,
            UnhealthyThreshold = HealthThresholds.FrontendLatencyMs.Unhealthy,
            Reason = HealthWords.Join(reason, expiry),
            Remedy = remedy,
            Confidence = confidence,
            Evidence = Evidence(answer, now),
        };
    }

    private static (HealthStatus, string, string?, Confidence) Verdict(HttpAnswer answer, TimeSpan timeout) =>
        answer.StatusCode is { } code ? ByStatus(answer, code, timeout) : ByFailure(answer, timeout);

    private static (HealthStatus, string, string?, Confidence) ByFailure(HttpAnswer answer, TimeSpan timeout)
    {
        string detail = answer.FailureDetail is { } said ? $" ({said})" : "";
        return answer.Failure switch
        {
            // This machine's own name service may be what fails.
            HttpFailure.NameNotFound => (HealthStatus.Unhealthy, $"the host name {answer.Url.Host} is not known",
                "Check the domain in the Vercel dashboard (Settings, Domains), and this machine's name service.", Confidence.Medium),
            HttpFailure.NotConnected => (HealthStatus.Unhealthy, $"no connection to {answer.Url.Authority}{detail}",
                "Check the host and this machine's network; Vercel's state is at vercel-status.com.", Confidence.Medium),
            HttpFailure.Tls => (HealthStatus.Unhealthy,
                answer.CertificateFault is { } fault ? $"the certificate is not trusted: {fault}" : $"TLS failed{detail}",
                "Check the domain's certificate: Vercel dashboard, Settings, Domains.", Confidence.High),
            HttpFailure.TimedOut => (HealthStatus.Unhealthy, $"no answer within {HealthWords.Span(timeout.TotalSeconds)}",
                TellApart, Confidence.High),
            HttpFailure.CutOff => (HealthStatus.Unhealthy, "the connection was cut off before an answer", TellApart, Confidence.High),
            HttpFailure.NotHttp => (HealthStatus.Unhealthy, "what answers is no HTTP",
                "Check the address with Get-XmrtConnection.", Confidence.High),
            _ => (HealthStatus.Unknown, $"the request failed{detail}", "Check proxies of this machine (HTTPS_PROXY).", Confidence.None),
        };
    }

    private static (HealthStatus, string, string?, Confidence) ByStatus(HttpAnswer answer, int code, TimeSpan timeout)
    {
        string vercel = answer.VercelError is { } error ? $"{error}: {VercelErrors.Meaning(error)}" : "";
        return code switch
        {
            >= 200 and < 300 => Answered(answer, timeout),
            >= 300 and < 400 => Redirected(answer, code),
            // Said of the probe, not of the users.
            401 or 403 or 429 when answer.VercelError is null => (HealthStatus.Unknown,
                answer.Mitigation is { } how ? $"{code}: Vercel's firewall answered this probe ({how})" : $"{code}: the probe was refused",
                code == 429 ? "Try again in a minute." : "Let this machine through Vercel's deployment protection or firewall.",
                Confidence.None),
            404 when vercel.Length == 0 => (HealthStatus.Unhealthy, $"404: there is no {answer.Url.AbsolutePath} on {answer.Url.Authority}",
                "Check the address with Get-XmrtConnection, and that the production deployment has the route.", Confidence.Medium),
            >= 500 => (HealthStatus.Unhealthy, Said(code, vercel, "the server failed"), TellApart, Confidence.High),
            _ => (HealthStatus.Unhealthy, Said(code, vercel, "the server refused"), TellApart, Confidence.High),
        };
    }

    private static (HealthStatus, string, string?, Confidence) Answered(HttpAnswer answer, TimeSpan timeout)
    {
        if (answer.Failure != HttpFailure.None)
        {
            return (HealthStatus.Degraded,
                answer.Failure == HttpFailure.TimedOut
                    ? $"the answer was not complete within {HealthWords.Span(timeout.TotalSeconds)}"
                    : "the answer was cut off in the middle",
                TellApart, Confidence.High);
        }

        HealthStatus status = HealthThresholds.FrontendLatencyMs.Judge(answer.LatencyMs ?? 0);
        double bound = status == HealthStatus.Unhealthy
            ? HealthThresholds.FrontendLatencyMs.Unhealthy
            : HealthThresholds.FrontendLatencyMs.Degraded;
        string slow = status == HealthStatus.Healthy ? "" : $"slower than {HealthWords.Span(bound / 1000)}";
        // An application's catch-all page answers every path with 200.
        bool isPage = answer.ContentType == "text/html" || answer.IsJson == false;
        return (status,
            HealthWords.Join(slow, isPage ? $"the body is no JSON ({answer.ContentType ?? "no type"}): perhaps no health address" : ""),
            status == HealthStatus.Healthy ? null : TellApart,
            isPage ? Confidence.Low : Confidence.High);
    }

    private static (HealthStatus, string, string?, Confidence) Redirected(HttpAnswer answer, int code)
    {
        if (answer.Location is not { } to)
        {
            return (HealthStatus.Unknown, $"{code} without an address", TellApart, Confidence.None);
        }

        string target = $"{to.Scheme}://{to.Authority}{to.AbsolutePath}";
        return to.Host.Equals("vercel.com", StringComparison.OrdinalIgnoreCase)
            ? (HealthStatus.Unknown, $"{code}: Vercel's deployment protection wants a login",
                "Let this machine through Vercel's deployment protection, or connect with the production domain.", Confidence.None)
            : (HealthStatus.Degraded, $"{code}: redirected to {target}, which was not followed",
                $"Connect-Xmrt … -FrontendUrl {to.Scheme}://{to.Authority}", Confidence.Medium);
    }

    private static (HealthStatus, string) CertificateVerdict(DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        if (expiresAt is not { } end)
        {
            return (HealthStatus.Healthy, "");
        }

        double days = (end - now).TotalDays;
        return days >= HealthThresholds.CertificateDaysLeft.Degraded ? (HealthStatus.Healthy, "")
            : days < 0 ? (HealthStatus.Unhealthy, "")
            : (days < HealthThresholds.CertificateDaysLeft.Unhealthy ? HealthStatus.Unhealthy : HealthStatus.Degraded,
                $"the certificate ends in {HealthWords.Span((end - now).TotalSeconds)}");
    }

    private static string Said(int code, string vercel, string otherwise) => $"{code}: {(vercel.Length > 0 ? vercel : otherwise)}";

    private static Dictionary<string, object?> Evidence(HttpAnswer answer, DateTimeOffset now) => new(StringComparer.Ordinal)
    {
        ["Url"] = answer.Url,
        ["StatusCode"] = answer.StatusCode,
        ["Failure"] = answer.Failure == HttpFailure.None ? null : answer.Failure.ToString(),
        ["Location"] = answer.Location,
        ["ContentType"] = answer.ContentType,
        ["BodyBytes"] = answer.BodyBytes,
        ["VercelError"] = answer.VercelError,
        ["CertificateExpiresAt"] = answer.CertificateExpiresAt,
        // To the second: that is how exact the header is.
        ["ClockAheadSeconds"] = answer.ServerDate is { } date ? Math.Round((date - now).TotalSeconds) : null,
    };
}
