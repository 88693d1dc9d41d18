using System.Net.Sockets;

namespace XmrtOps.Sandbox.Http;

/// <summary>Serves one connection until either side has had enough.</summary>
internal sealed class HttpConnection(Socket socket, HttpStandIn standIn) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var reader = new RequestReader(_stream);
        var writer = new ResponseWriter(_stream);
        try
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } request)
            {
                var (response, damage) = await standIn.AnswerAsync(request, cancellation).ConfigureAwait(false);
                if (damage == FaultDamage.DropConnection)
                {
                    Reset();
                    return;
                }

                var isHead = request.Method == "HEAD";
                var goesOn = await writer
                    .WriteAsync(response, damage, isHead, reader.KeepsAlive, cancellation)
                    .ConfigureAwait(false);
                if (!goesOn) break;
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (BadRequestException error)
        {
            await RefuseAsync(writer, error, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            // The peer has gone, or we are to stop: nobody is left to answer.
        }
    }

    public void Dispose() => _stream.Dispose();

    // Lingering for no time at all makes the system send a reset in place of an orderly end.
    private void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private async Task RefuseAsync(ResponseWriter writer, BadRequestException error, CancellationToken cancellation)
    {
        try
        {
            var response = StandInResponse.Text(error.Status, "text/plain; charset=utf-8", error.Message);
            await writer
                .WriteAsync(response, FaultDamage.None, isHead: false, keepAlive: false, cancellation)
                .ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // As above.
        }
    }
}
