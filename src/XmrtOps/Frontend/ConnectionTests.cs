using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using XmrtOps.Findings;
using XmrtOps.Health;

namespace XmrtOps.Frontend;

/// <summary>Tests the way to the frontend: name, connection, certificate. The same request goes no further than one of them fails.</summary>
internal sealed class ConnectionTests(FrontendTestRequest request)
{
    private const string DomainRemedy =
        "Check the domain in the Vercel dashboard (Settings, Domains) and its records at the registrar.";

    private const string CertificateRemedy = "Check the domain's certificate: Vercel dashboard, Settings, Domains.";

    private readonly string _target = request.Url.Authority;
    private IPAddress[] _addresses = [];
    private Socket? _socket;

    /// <summary>Each result, in the order of the way; whether there is a way is the last one's.</summary>
    public async Task<IReadOnlyList<FrontendTestResult>> RunAsync(CancellationToken cancellation)
    {
        List<FrontendTestResult> results = [];
        if (ProxyOf(request.Url) is { } proxy)
        {
            // The proxy goes this way, and not this machine.
            string reason = $"this machine reaches it through the proxy {proxy.Host}";
            results.Add(FrontendTestResult.NotMeasured(FrontendTestKind.Dns, request.Host, reason));
            results.Add(FrontendTestResult.NotMeasured(FrontendTestKind.Tcp, _target, reason));
            if (IsTls)
            {
                results.Add(FrontendTestResult.NotMeasured(FrontendTestKind.Tls, _target, reason));
            }

            return results;
        }

        try
        {
            results.Add(await NameAsync(cancellation));
            results.Add(results[^1].Passed == true
                ? await ConnectAsync(cancellation)
                : FrontendTestResult.NotMeasured(FrontendTestKind.Tcp, _target, "the name leads to no address"));
            if (IsTls)
            {
                results.Add(_socket is not null
                    ? await CertificateAsync(_socket, cancellation)
                    : FrontendTestResult.NotMeasured(FrontendTestKind.Tls, _target, "there is no connection"));
            }
            else if (!request.Url.IsLoopback)
            {
                results.Add(FrontendTestResult.Wrong(
                    FrontendTestKind.Tls, _target, "NotEncrypted", "the address is http:// and not https://",
                    $"Connect-Xmrt … -FrontendUrl https://{request.Host}"));
            }

            return results;
        }
        finally
        {
            _socket?.Dispose();
        }
    }

    private bool IsTls => request.Url.Scheme == Uri.UriSchemeHttps;

    /// <summary>The proxy that requests go through, or null.</summary>
    private static Uri? ProxyOf(Uri url) =>
        url.IsLoopback || HttpClient.DefaultProxy.IsBypassed(url) ? null
        : HttpClient.DefaultProxy.GetProxy(url) is { } proxy && proxy != url ? proxy : null;

    private async Task<FrontendTestResult> NameAsync(CancellationToken cancellation)
    {
        if (IPAddress.TryParse(request.Url.IdnHost.Trim('[', ']'), out IPAddress? literal))
        {
            _addresses = [literal];
            return FrontendTestResult.Right(FrontendTestKind.Dns, request.Host, "an address already; there is no name to look up");
        }

        long started = Stopwatch.GetTimestamp();
        try
        {
            _addresses = await Timed(token => request.Resolve(request.Host, token), cancellation);
        }
        catch (SocketException unknown) when (unknown.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return FrontendTestResult.Wrong(
                FrontendTestKind.Dns, request.Host, "NameNotFound", $"the host name {request.Host} is not known", DomainRemedy);
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException)
        {
            return FrontendTestResult.NotMeasured(
                FrontendTestKind.Dns, request.Host,
                $"this machine's name service does not answer{(failure is TimeoutException ? Waited : "")}",
                "Check this machine's network and name service (/etc/resolv.conf); try from another machine.");
        }

        double took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return _addresses.Length == 0
            ? FrontendTestResult.Wrong(
                FrontendTestKind.Dns, request.Host, "NameNotFound", $"{request.Host} leads to no address", DomainRemedy)
            : FrontendTestResult.Right(
                FrontendTestKind.Dns, request.Host, $"{_addresses[0]}{(_addresses.Length > 1 ? $" and {_addresses.Length - 1} more" : "")}") with
            {
                Evidence = Evidence(("Addresses", _addresses.Select(address => address.ToString()).ToArray()), ("LookupMs", Math.Round(took, 1))),
            };
    }

    private async Task<FrontendTestResult> ConnectAsync(CancellationToken cancellation)
    {
        List<string> failures = [];
        foreach (IPAddress address in _addresses)
        {
            Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            long started = Stopwatch.GetTimestamp();
            try
            {
                await Timed(
                    async token =>
                    {
                        await socket.ConnectAsync(new IPEndPoint(address, request.Url.Port), token);
                        return true;
                    },
                    cancellation);
                double took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                _socket = socket;
                return FrontendTestResult.Right(FrontendTestKind.Tcp, _target, $"connected in {Module.Display.Milliseconds(took)}") with
                {
                    Evidence = Evidence(("Address", address.ToString()), ("ConnectMs", Math.Round(took, 1)), ("Failures", failures)),
                };
            }
            catch (Exception failure) when (failure is SocketException or TimeoutException)
            {
                socket.Dispose();
                failures.Add(failure is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? $"{address}: nothing listens there"
                    : failure is TimeoutException ? $"{address}: no answer{Waited}" : $"{address}: {Module.Display.OneLine(failure.Message, 80)}");
            }
        }

        return FrontendTestResult.Wrong(
            FrontendTestKind.Tcp, _target, "NotConnected", $"no connection: {failures[0]}",
            "Check the host and this machine's network; Vercel's state is at www.vercel-status.com.") with
        {
            Evidence = Evidence(("Failures", failures)),
        };
    }

    private async Task<FrontendTestResult> CertificateAsync(Socket socket, CancellationToken cancellation)
    {
        CertificateWitness witness = new();
        SslStream tls = new(
            new NetworkStream(socket, ownsSocket: false), leaveInnerStreamOpen: false,
            (_, certificate, chain, errors) => witness.Validate(certificate, chain, errors));
        await using (tls)
        {
            try
            {
                await Timed(
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
                    : failure is TimeoutException ? $"TLS did not come about{Waited}" : $"TLS failed: {HttpFaults.Detail(failure)}";
                return FrontendTestResult.Wrong(
                    FrontendTestKind.Tls, _target, witness.Fault is null ? "TlsFailed" : "CertificateNotTrusted", reason, CertificateRemedy) with
                {
                    Evidence = Evidence(("CertificateExpiresAt", witness.ExpiresAt)),
                };
            }

            return Expiry(witness.ExpiresAt, tls.SslProtocol.ToString());
        }
    }

    private FrontendTestResult Expiry(DateTimeOffset? expiresAt, string protocol)
    {
        IReadOnlyDictionary<string, object?> evidence = Evidence(("Protocol", protocol), ("CertificateExpiresAt", expiresAt));
        if (expiresAt is not { } end)
        {
            return FrontendTestResult.Right(FrontendTestKind.Tls, _target, protocol) with { Evidence = evidence };
        }

        double days = (end - DateTimeOffset.Now).TotalDays;
        string reason = $"the certificate ends in {HealthWords.Span(days * 86_400)}";
        if (days < HealthThresholds.CertificateDaysLeft.Unhealthy)
        {
            return FrontendTestResult.Wrong(FrontendTestKind.Tls, _target, "CertificateExpiring", reason, CertificateRemedy) with { Evidence = evidence };
        }

        return FrontendTestResult.Right(FrontendTestKind.Tls, _target, reason) with
        {
            Evidence = evidence,
            // Hosts renew a month before the end: nothing is broken yet, and renewing does not work.
            Findings = days >= HealthThresholds.CertificateDaysLeft.Degraded ? [] :
            [
                new Finding { Code = "CertificateExpiring", Severity = Severity.Warning, Reason = reason, Remedy = CertificateRemedy },
            ],
        };
    }

    private string Waited => $" within {HealthWords.Span(request.Timeout.TotalSeconds)}";

    /// <exception cref="TimeoutException">It took longer than one may wait.</exception>
    private async Task<T> Timed<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(request.Timeout);
        try
        {
            // The system's name service does not heed cancellation.
            return await work(deadline.Token).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private static Dictionary<string, object?> Evidence(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in values)
        {
            evidence.Add(name, value);
        }

        return evidence;
    }
}
