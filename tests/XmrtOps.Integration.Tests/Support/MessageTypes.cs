namespace XmrtOps.Integration.Tests.Support;

/// <summary>Finds the types of messages of PostgreSQL's protocol in a stream of bytes, wherever it is cut.</summary>
internal sealed class MessageTypes(bool startsWithoutType)
{
    private bool _hasType = !startsWithoutType;
    private char _type;
    private int _headerRead;
    private int _length;
    private int _rest;

    public bool IsBetweenMessages => _headerRead == 0 && _rest == 0;

    /// <param name="bytes">What came.</param>
    /// <param name="found">Called with the type of each message once its last byte is there.</param>
    public void Read(ReadOnlySpan<byte> bytes, Action<char> found)
    {
        while (!bytes.IsEmpty)
        {
            if (_rest > 0)
            {
                int taken = Math.Min(_rest, bytes.Length);
                _rest -= taken;
                bytes = bytes[taken..];
            }
            else
            {
                ReadHeader(bytes[0]);
                bytes = bytes[1..];
            }

            if (_rest == 0 && _headerRead == 5)
            {
                _headerRead = 0;
                found(_type);
            }
        }
    }

    private void ReadHeader(byte value)
    {
        if (_headerRead == 0 && _hasType)
        {
            _type = (char)value;
            _length = 0;
            _headerRead = 1;
            return;
        }

        if (_headerRead == 0)
        {
            // The startup message alone has no type.
            _hasType = true;
            _type = '\0';
            _length = 0;
            _headerRead = 1;
        }

        _length = (_length << 8) | value;
        if (++_headerRead == 5)
        {
            _rest = _length - 4;
        }
    }
}
