namespace XmrtOps.Tests.Adapters;

/// <summary>A stream that does not say how long it is, as that of an answer, and that may break off at its end.</summary>
internal sealed class OneWayStream(byte[] bytes, Exception? end = null) : Stream
{
    private int _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int given = Math.Min(count, bytes.Length - _read);
        if (given == 0 && count > 0 && end is not null)
        {
            throw end;
        }

        Array.Copy(bytes, _read, buffer, offset, given);
        _read += given;
        return given;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
