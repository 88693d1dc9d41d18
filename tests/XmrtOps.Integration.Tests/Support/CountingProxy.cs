using System.Net;
using System.Net.Sockets;

namespace XmrtOps.Integration.Tests.Support;

/// <summary>Passes bytes on to the server, and counts how often the client waited for all its answers and spoke again: round trips.</summary>
internal sealed class CountingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private int _roundTrips;

    public CountingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Those of all connections; opening one is not counted.</summary>
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
        ProtocolTurns turns = new();
        await Task.WhenAny(
            CopyAsync(near, far, bytes =>
            {
                if (turns.ClientSends(bytes))
                {
                    Interlocked.Increment(ref _roundTrips);
                }
            }),
            CopyAsync(far, near, turns.ServerSends));
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to, Action<ReadOnlySpan<byte>> look)
    {
        byte[] buffer = new byte[65536];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
        {
            look(buffer.AsSpan(0, read));
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
