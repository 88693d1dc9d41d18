using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace XmrtOps.Integration.Tests.Support;

/// <summary>A root of our own, and a server certificate by it, as PEM files.</summary>
internal sealed class TlsMaterial
{
    private TlsMaterial(string directory)
    {
        RootFile = Path.Combine(directory, "root.crt");
        CertificateFile = Path.Combine(directory, "server.crt");
        KeyFile = Path.Combine(directory, "server.key");
    }

    public string RootFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    /// <param name="directory">Where the files are written.</param>
    /// <param name="host">Name that the certificate is for.</param>
    public static TlsMaterial Write(string directory, string host)
    {
        TlsMaterial material = new(directory);
        using RSA rootKey = RSA.Create(2048);
        CertificateRequest rootRequest = new("CN=XmrtOps test root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 root = rootRequest.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(
            root, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(material.RootFile, root.ExportCertificatePem());
        File.WriteAllText(material.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(material.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return material;
    }
}
