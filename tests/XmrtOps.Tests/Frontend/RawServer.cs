using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace XmrtOps.Tests.Frontend;

/// <summary>A server on this machine that sends just the bytes that it is told to, and notes what it was asked.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _response;
    private readonly bool _keepsSilent;
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;

    /// <param name="response">What is sent after a request's headers.</param>
    /// <param name="keepsSilent">Keeps the connection open after that.</param>
    /// <param name="certificate">Serves over TLS.</param>
    public RawServer(string response, bool keepsSilent = false, X509Certificate2? certificate = null)
    {
        _response = response;
        _keepsSilent = keepsSilent;
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"{(_certificate is null ? "http" : "https")}://localhost:{Port}/api/health");

    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
            try
            {
                await AnswerAsync(client);
            }
            catch (Exception gone) when (gone is IOException or System.Security.Authentication.AuthenticationException)
            {
                // A client that has heard enough.
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        await using Stream stream = await ProtectAsync(client.GetStream());
        Requests.Add(await ReadHeadersAsync(stream));
        await stream.WriteAsync(Encoding.Latin1.GetBytes(_response), _end.Token);

        if (_keepsSilent)
        {
            // Until the client goes.
            await stream.ReadExactlyAsync(new byte[1], _end.Token);
        }
    }

    private async Task<Stream> ProtectAsync(Stream plain)
    {
        if (_certificate is null)
        {
            return plain;
        }

        SslStream tls = new(plain);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
        return tls;
    }

    private async Task<string> ReadHeadersAsync(Stream stream)
    {
        StringBuilder text = new();
        byte[] one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _end.Token) == 1)
        {
            text.Append((char)one[0]);
        }

        return text.ToString();
    }
}
