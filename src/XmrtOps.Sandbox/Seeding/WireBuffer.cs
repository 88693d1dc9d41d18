using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>A growing buffer of bytes in network order.</summary>
internal class WireBuffer
{
    private const int LongestNumber = 64;
    private byte[] bytes = new byte[1 << 18];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    public void Append(ReadOnlySpan<char> text)
    {
        var room = Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, room);
    }

    public void Append<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        var room = Reserve(LongestNumber);
        if (!value.TryFormat(room, out var written, format, CultureInfo.InvariantCulture))
            throw new InvalidOperationException($"A value of type {typeof(T).Name} is too long for the buffer.");
        Length += written;
    }

    protected void Raw32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    protected Span<byte> Take(int size)
    {
        var room = Reserve(size)[..size];
        Length += size;
        return room;
    }

    protected Span<byte> From(int position) => bytes.AsSpan(position);

    private Span<byte> Reserve(int size)
    {
        if (bytes.Length - Length < size)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + size));
        return bytes.AsSpan(Length);
    }
}
