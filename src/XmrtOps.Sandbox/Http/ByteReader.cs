using System.Buffers;
using System.Text;

namespace XmrtOps.Sandbox.Http;

/// <summary>Reads lines and blocks from a connection, in as few reads as it can.</summary>
internal sealed class ByteReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[8192];
    private int _start;
    private int _end;

    /// <summary>The next line without its end, or null where the peer has closed before it began.</summary>
    /// <exception cref="BadRequestException">It is longer than the limit, or breaks off.</exception>
    public async Task<string?> ReadLineAsync(int limit, CancellationToken cancellation)
    {
        var line = new ArrayBufferWriter<byte>();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellation).ConfigureAwait(false))
            {
                return line.WrittenCount == 0 ? null : throw new BadRequestException(400, "The request breaks off.");
            }

            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var taken = length < 0 ? _end - _start : length;
            if (line.WrittenCount + taken > limit) throw new BadRequestException(431, "The request's head is too long.");

            line.Write(_buffer.AsSpan(_start, taken));
            _start += taken;
            if (length < 0) continue;

            _start++;
            return Encoding.Latin1.GetString(line.WrittenSpan).TrimEnd('\r');
        }
    }

    /// <summary>Appends exactly so many bytes.</summary>
    /// <exception cref="BadRequestException">The peer closes before that.</exception>
    public async Task ReadIntoAsync(IBufferWriter<byte> target, long count, CancellationToken cancellation)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancellation).ConfigureAwait(false))
            {
                throw new BadRequestException(400, "The body breaks off.");
            }

            var taken = (int)Math.Min(count, _end - _start);
            target.Write(_buffer.AsSpan(_start, taken));
            _start += taken;
            count -= taken;
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellation).ConfigureAwait(false);
        return _end > 0;
    }
}
