using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace XmrtOps.Frontend;

/// <summary>Remembers the certificate that a server showed. It decides nothing: what the system distrusts is refused.</summary>
internal sealed class CertificateWitness
{
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>What is wrong with it, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>To be called by the handler's validation.</summary>
    /// <returns>Whether the system trusts the certificate for the host.</returns>
    public bool Validate(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // Not disposed: it is the connection's own.
        X509Certificate2? shown = certificate as X509Certificate2;
        ExpiresAt = shown is null ? null : new DateTimeOffset(shown.NotAfter.ToUniversalTime());
        Fault = Describe(shown, chain, errors);
        return errors == SslPolicyErrors.None;
    }

    private static string? Describe(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "the server shows none";
        }

        X509ChainStatusFlags flags = (chain?.ChainStatus ?? []).Aggregate(
            X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        return flags.HasFlag(X509ChainStatusFlags.NotTimeValid)
            ? certificate.NotAfter < DateTime.Now ? "it has expired" : "it is not valid at this time"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                ? "it is issued for another host"
                : "its issuer is not trusted by this machine";
    }
}
