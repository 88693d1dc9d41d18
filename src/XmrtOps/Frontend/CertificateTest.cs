using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using XmrtOps.Findings;
using XmrtOps.Health;

namespace XmrtOps.Frontend;

/// <summary>Tests the certificate that a host shows: whether it is trusted, and for how long it is valid.</summary>
internal static class CertificateTest
{
    private const string Remedy = "Check the domain's certificate: Vercel dashboard, Settings, Domains.";

    public static async Task<FrontendTestResult> RunAsync(
        FrontendTestRequest request, Socket socket, CancellationToken cancellation)
    {
        string target = request.Url.Authority;
        CertificateWitness witness = new();
        SslStream tls = new(
            new NetworkStream(socket, ownsSocket: false), leaveInnerStreamOpen: false,
            (_, certificate, chain, errors) => witness.Validate(certificate, chain, errors));
        await using (tls)
        {
            try
            {
                await request.WithinTimeoutAsync(
                    async token =>
                    {
                        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = request.Host }, token);
                        return true;
                    },
                    cancellation);
            }
            catch (Exception failure) when (failure is AuthenticationException or IOException or TimeoutException)
            {
                string reason = witness.Fault is { } fault ? $"the certificate is not trusted: {fault}"
                    : failure is TimeoutException ? $"TLS did not come about{request.Waited}" : $"TLS failed: {HttpFaults.Detail(failure)}";
                return FrontendTestResult.Wrong(
                    FrontendTestKind.Tls,
                    target,
                    witness.Fault is null ? "TlsFailed" : "CertificateNotTrusted",
                    reason,
                    Remedy) with
                {
                    Evidence = FrontendTestResult.Numbers(("CertificateExpiresAt", witness.ExpiresAt)),
                };
            }

            return Expiry(target, witness.ExpiresAt, tls.SslProtocol.ToString());
        }
    }

    private static FrontendTestResult Expiry(string target, DateTimeOffset? expiresAt, string protocol)
    {
        IReadOnlyDictionary<string, object?> evidence = FrontendTestResult.Numbers(("Protocol", protocol), ("CertificateExpiresAt", expiresAt));
        if (expiresAt is not { } end)
        {
            return FrontendTestResult.Right(FrontendTestKind.Tls, target, protocol) with { Evidence = evidence };
        }

        double days = (end - DateTimeOffset.Now).TotalDays;
        string reason = $"the certificate ends in {HealthWords.Span(days * 86_400)}";
        if (days < HealthThresholds.CertificateDaysLeft.Unhealthy)
        {
            return FrontendTestResult.Wrong(FrontendTestKind.Tls, target, "CertificateExpiring", reason, Remedy) with
            {
                Evidence = evidence,
            };
        }

        return FrontendTestResult.Right(FrontendTestKind.Tls, target, reason) with
        {
            Evidence = evidence,
            // Hosts renew a month before the end: nothing is broken yet, and renewing does not work.
            Findings = days >= HealthThresholds.CertificateDaysLeft.Degraded ? [] :
            [
                new Finding { Code = "CertificateExpiring", Severity = Severity.Warning, Reason = reason, Remedy = Remedy },
            ],
        };
    }
}
