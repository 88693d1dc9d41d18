using System.Net;
using System.Net.Sockets;

namespace XmrtOps.Integration.Tests.Support;

/// <summary>Passes bytes on to the server, and counts how often the client spoke after the server had: round trips.</summary>
internal sealed class CountingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private int _roundTrips;
    private volatile bool _hasServerSpoken = true;

    public CountingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int RoundTrips => Volatile.Read(ref _roundTrips);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = PassAsync(client);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using TcpClient near = client;
        using TcpClient far = new();
        await far.ConnectAsync(IPAddress.Loopback, _target);
        await Task.WhenAny(
            CopyAsync(near, far, isClient: true),
            CopyAsync(far, near, isClient: false));
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isClient)
    {
        byte[] buffer = new byte[65536];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
        {
            if (isClient && _hasServerSpoken)
            {
                Interlocked.Increment(ref _roundTrips);
            }

            _hasServerSpoken = !isClient;
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
