using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace XmrtOps.Sandbox.Http;

/// <summary>
/// A small HTTP/1.1 server on a free loopback port that plays one platform. It exists because a pwsh has no ASP.NET,
/// and because a real server would not answer late, cut off or malformed when asked to.
/// </summary>
public sealed class HttpStandIn : IAsyncDisposable
{
    private readonly StandInDialect _dialect;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _seats = new(HttpLimits.Connections);
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Task _accepting;
    private ImmutableList<Route> _routes = [];
    private int _stopped;

    /// <summary>Starts listening.</summary>
    public HttpStandIn(StandInDialect dialect)
    {
        _dialect = dialect;
        _listener.Start(backlog: 512);
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it answers.</summary>
    public Uri BaseAddress { get; }

    /// <summary>How it shall misbehave.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>What it was asked.</summary>
    public RequestJournal Journal { get; } = new();

    /// <summary>
    /// Adds a route; a later one of the same method and pattern replaces it. A segment in braces stands for any one
    /// segment and is found in <see cref="StandInRequest.Values"/>. HEAD is answered by the GET route.
    /// </summary>
    public void Map(string method, string pathPattern, StandInHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var route = new Route(method.ToUpperInvariant(), pathPattern, new RoutePattern(pathPattern), handler);
        ImmutableInterlocked.Update(ref _routes, routes => routes
            .RemoveAll(other => other.Method == route.Method && other.Text == route.Text)
            .Add(route));
    }

    /// <summary>Closes the port and all connections, and waits until the last handler has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;

        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_connections.Keys).ConfigureAwait(false);
        _seats.Dispose();
        _stop.Dispose();
    }

    /// <summary>The reply to a request, and what is to become of it on its way.</summary>
    internal async Task<(StandInResponse Response, FaultDamage Damage)> AnswerAsync(
        StandInRequest request, CancellationToken cancellation)
    {
        Journal.Add(request);
        var fault = Faults.Take(request.Path);
        if (fault is not null) await Task.Delay(fault.Wait, cancellation).ConfigureAwait(false);
        if (fault?.Damage == FaultDamage.DropConnection) return (StandInResponse.Empty(200), fault.Damage);

        var response = fault?.StatusCode is { } status
            ? Disguise(fault, status)
            : _dialect.Refuse(request) ?? await RouteAsync(request, cancellation).ConfigureAwait(false);
        return (_dialect.Stamp(request, response), fault?.Damage ?? FaultDamage.None);
    }

    private StandInResponse Disguise(Fault fault, int status)
    {
        var response = fault.Body is null
            ? _dialect.Error(status)
            : StandInResponse.Text(status, fault.ContentType, fault.Body);
        return fault.Headers.Aggregate(response, (reply, header) => reply.With(header.Key, header.Value));
    }

    private async Task<StandInResponse> RouteAsync(StandInRequest request, CancellationToken cancellation)
    {
        var method = request.Method == "HEAD" ? "GET" : request.Method;
        var match = _routes
            .Where(route => route.Method == method)
            .Select(route => (route, Values: route.Pattern.Match(request.Path)))
            .Where(candidate => candidate.Values is not null)
            .OrderByDescending(candidate => candidate.route.Pattern.FixedSegments)
            .FirstOrDefault();
        if (match.Values is null) return _dialect.NotFound(request);

        try
        {
            return await match.route.Handler(request with { Values = match.Values }, cancellation).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // As a platform does: an unhandled fault is its 500, and no reason to stop serving.
            return _dialect.Error(500);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _seats.WaitAsync(_stop.Token).ConfigureAwait(false);
                var socket = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                Seat(socket);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private void Seat(Socket socket)
    {
        // Small replies in two writes would otherwise wait for the peer's acknowledgement.
        socket.NoDelay = true;
        var serving = ServeAsync(socket);
        _connections.TryAdd(serving, 0);
        _ = serving.ContinueWith(
            ended => _connections.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            using var connection = new HttpConnection(socket, this);
            await connection.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        finally
        {
            _seats.Release();
        }
    }

    private sealed record Route(string Method, string Text, RoutePattern Pattern, StandInHandler Handler);
}
