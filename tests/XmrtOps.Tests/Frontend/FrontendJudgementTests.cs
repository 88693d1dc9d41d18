using XmrtOps.Findings;
using XmrtOps.Frontend;
using XmrtOps.Health;

namespace XmrtOps.Tests.Frontend;

public sealed class FrontendJudgementTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Uri s_url = new("https://www.example.com/api/health");

    [Theory]
    [InlineData(84, HealthStatus.Healthy, "")]
    [InlineData(1000, HealthStatus.Degraded, "slower than 1.00 s")]
    [InlineData(5000, HealthStatus.Unhealthy, "slower than 5.00 s")]
    public void An_answer_is_judged_by_its_time(double milliseconds, HealthStatus expected, string reason)
    {
        HealthCheck check = Judge(Answer(200) with { LatencyMs = milliseconds });

        Assert.Equal((expected, reason), (check.Status, check.Reason));
        Assert.Equal(milliseconds, check.Value);
        Assert.Equal(200, check.Evidence["StatusCode"]);
    }

    [Theory]
    [InlineData(204, HealthStatus.Healthy, "")]
    [InlineData(401, HealthStatus.Unknown, "401: the probe was refused")]
    [InlineData(403, HealthStatus.Unknown, "403: the probe was refused")]
    [InlineData(404, HealthStatus.Unhealthy, "404: there is no /api/health on www.example.com")]
    [InlineData(429, HealthStatus.Unknown, "429: the probe was refused")]
    [InlineData(418, HealthStatus.Unhealthy, "418: the server refused")]
    [InlineData(500, HealthStatus.Unhealthy, "500: the server failed")]
    [InlineData(502, HealthStatus.Unhealthy, "502: the server failed")]
    public void Each_status_is_named(int status, HealthStatus expected, string reason)
    {
        HealthCheck check = Judge(Answer(status));

        Assert.Equal((expected, reason), (check.Status, check.Reason));
        Assert.Equal(expected == HealthStatus.Healthy, check.Remedy is null);
    }

    [Theory]
    [InlineData(404, "DEPLOYMENT_NOT_FOUND", "404: DEPLOYMENT_NOT_FOUND: no deployment answers for this host")]
    [InlineData(403, "DEPLOYMENT_BLOCKED", "403: DEPLOYMENT_BLOCKED: the deployment is blocked by Vercel")]
    [InlineData(504, "FUNCTION_INVOCATION_TIMEOUT", "504: FUNCTION_INVOCATION_TIMEOUT: a function ran out of time")]
    public void Vercels_codes_are_explained_and_mean_that_the_site_is_down(int status, string code, string reason)
    {
        HealthCheck check = Judge(Answer(status) with { VercelError = code });

        Assert.Equal((HealthStatus.Unhealthy, reason), (check.Status, check.Reason));
    }

    [Fact]
    public void The_firewall_speaks_of_the_probe_and_not_of_the_site()
    {
        HealthCheck check = Judge(Answer(403) with { Mitigation = "challenge" });

        Assert.Equal((HealthStatus.Unknown, "403: Vercel's firewall answered this probe (challenge)"), (check.Status, check.Reason));
    }

    [Theory]
    [InlineData("https://other.example.com/api/health?token=x", HealthStatus.Degraded, "308: redirected to https://other.example.com/api/health, which was not followed")]
    [InlineData("https://vercel.com/sso-api?url=x", HealthStatus.Unknown, "308: Vercel's deployment protection wants a login")]
    public void A_redirect_is_said_and_not_followed(string location, HealthStatus expected, string reason)
    {
        HealthCheck check = Judge(Answer(308) with { Location = new Uri(location) });

        Assert.Equal((expected, reason), (check.Status, check.Reason));
    }

    [Theory]
    [InlineData(nameof(HttpFailure.NameNotFound), HealthStatus.Unhealthy, "the host name www.example.com is not known")]
    [InlineData(nameof(HttpFailure.NotConnected), HealthStatus.Unhealthy, "no connection to www.example.com (nothing listens there)")]
    [InlineData(nameof(HttpFailure.Tls), HealthStatus.Unhealthy, "the certificate is not trusted: it has expired")]
    [InlineData(nameof(HttpFailure.TimedOut), HealthStatus.Unhealthy, "no answer within 5.00 s")]
    [InlineData(nameof(HttpFailure.CutOff), HealthStatus.Unhealthy, "the connection was cut off before an answer")]
    [InlineData(nameof(HttpFailure.NotHttp), HealthStatus.Unhealthy, "what answers is no HTTP")]
    [InlineData(nameof(HttpFailure.Other), HealthStatus.Unknown, "the request failed (nothing listens there)")]
    public void A_request_without_an_answer_says_where_it_ended(string failure, HealthStatus expected, string reason)
    {
        HealthCheck check = Judge(new HttpAnswer
        {
            Url = s_url,
            Failure = Enum.Parse<HttpFailure>(failure),
            FailureDetail = "nothing listens there",
            CertificateFault = failure == nameof(HttpFailure.Tls) ? "it has expired" : null,
        });

        Assert.Equal((expected, reason), (check.Status, check.Reason));
        Assert.Null(check.Value);
        Assert.NotNull(check.Remedy);
    }

    [Theory]
    [InlineData(nameof(HttpFailure.TimedOut), "the answer was not complete within 5.00 s")]
    [InlineData(nameof(HttpFailure.CutOff), "the answer was cut off in the middle")]
    public void A_good_status_with_half_an_answer_is_degraded(string failure, string reason)
    {
        HealthCheck check = Judge(Answer(200) with { Failure = Enum.Parse<HttpFailure>(failure) });

        Assert.Equal((HealthStatus.Degraded, reason), (check.Status, check.Reason));
    }

    [Theory]
    [InlineData("text/html", null)]
    [InlineData("application/json", false)]
    public void A_page_that_answers_every_path_is_trusted_less(string type, bool? isJson)
    {
        HealthCheck check = Judge(Answer(200) with { ContentType = type, IsJson = isJson });

        Assert.Equal((HealthStatus.Healthy, Confidence.Low), (check.Status, check.Confidence));
        Assert.Contains($"no JSON ({type})", check.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, HealthStatus.Healthy, "")]
    [InlineData(13, HealthStatus.Degraded, "the certificate ends in 13 d 0 h")]
    [InlineData(1, HealthStatus.Unhealthy, "the certificate ends in 1 d 0 h")]
    public void A_certificate_that_ends_soon_is_a_finding_of_its_own(int days, HealthStatus expected, string reason)
    {
        HealthCheck check = Judge(Answer(200) with { CertificateExpiresAt = s_now.AddDays(days) });

        Assert.Equal((expected, reason), (check.Status, check.Reason));
    }

    [Fact]
    public void A_worse_finding_is_not_hidden_by_the_certificate()
    {
        HealthCheck check = Judge(Answer(500) with { CertificateExpiresAt = s_now.AddDays(13) });

        Assert.Equal(HealthStatus.Unhealthy, check.Status);
        Assert.Equal("500: the server failed; the certificate ends in 13 d 0 h", check.Reason);
    }

    [Theory]
    [InlineData("https://www.example.com", "https://www.example.com/api/health")]
    [InlineData("https://www.example.com/", "https://www.example.com/api/health")]
    [InlineData("https://www.example.com/app/", "https://www.example.com/app/api/health")]
    [InlineData("https://user:secret@www.example.com:8443/?q=1#f", "https://www.example.com:8443/api/health")]
    public void The_health_address_is_below_the_frontends(string frontend, string expected)
    {
        Assert.Equal(expected, FrontendHealth.Address(new Uri(frontend)).AbsoluteUri);
    }

    private static HttpAnswer Answer(int status) => new()
    {
        Url = s_url,
        StatusCode = status,
        LatencyMs = 84,
        ContentType = "application/json",
        IsJson = true,
        BodyBytes = 12,
    };

    private static HealthCheck Judge(HttpAnswer answer) => FrontendJudgement.Of(answer, TimeSpan.FromSeconds(5), s_now);
}
