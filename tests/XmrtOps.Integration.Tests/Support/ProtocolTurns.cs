namespace XmrtOps.Integration.Tests.Support;

/// <summary>
/// Tells from the messages of one connection whose turn it is. Packets do not: a long text leaves in several, and the
/// server may answer what came in the first while the last is still on its way.
/// </summary>
internal sealed class ProtocolTurns
{
    private readonly Lock _lock = new();
    private readonly MessageTypes _client = new(startsWithoutType: true);
    private readonly MessageTypes _server = new(startsWithoutType: false);
    private bool _isSyncSent = true;
    /// <summary>ReadyForQuery messages that are to come: the first ends the opening of the connection.</summary>
    private int _awaited = 1;

    /// <summary>True where the client begins a new turn.</summary>
    public bool ClientSends(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            bool isNewTurn = _awaited == 0 && _isSyncSent && _client.IsBetweenMessages;
            _client.Read(bytes, type =>
            {
                _isSyncSent = type is 'Q' or 'S';
                _awaited += _isSyncSent ? 1 : 0;
            });
            return isNewTurn;
        }
    }

    public void ServerSends(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _server.Read(bytes, type => _awaited -= type == 'Z' ? 1 : 0);
        }
    }
}
