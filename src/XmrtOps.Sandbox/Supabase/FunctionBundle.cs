using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// The binary that an edge function is kept as: a compressed container of its files behind the mark of the platform. The
/// real one holds compiled modules; ours holds the sources, so that what was deployed can be read back.
/// </summary>
internal static class FunctionBundle
{
    private const int MaximumBytes = 64 * 1024 * 1024;

    private static ReadOnlySpan<byte> Mark => "EZBR"u8;

    private static ReadOnlySpan<byte> Container => "ESZIP2.3"u8;

    public static ReadOnlyMemory<byte> Pack(IReadOnlyList<EdgeFunctionFile> files)
    {
        using var packed = new MemoryStream();
        packed.Write(Mark);
        using (var compressed = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            compressed.Write(Container);
            foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
            {
                WriteBlock(compressed, Encoding.UTF8.GetBytes(file.Path));
                WriteBlock(compressed, file.Content.Span);
            }
        }

        return packed.ToArray();
    }

    /// <summary>The files of a bundle that <see cref="Pack"/> made; none of any other one.</summary>
    public static IReadOnlyList<EdgeFunctionFile> Unpack(ReadOnlyMemory<byte> bundle)
    {
        if (!bundle.Span.StartsWith(Mark)) return [];

        try
        {
            using var packed = new MemoryStream(bundle[Mark.Length..].ToArray());
            using var compressed = new BrotliStream(packed, CompressionMode.Decompress);
            using var plain = new MemoryStream();
            compressed.CopyTo(plain);
            var bytes = plain.ToArray().AsMemory();
            if (!bytes.Span.StartsWith(Container)) return [];

            var files = new List<EdgeFunctionFile>();
            for (bytes = bytes[Container.Length..]; !bytes.IsEmpty;)
            {
                var path = ReadBlock(ref bytes);
                files.Add(new EdgeFunctionFile(Encoding.UTF8.GetString(path.Span), ReadBlock(ref bytes)));
            }

            return files;
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return [];
        }
    }

    private static void WriteBlock(Stream stream, ReadOnlySpan<byte> block)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
        stream.Write(length);
        stream.Write(block);
    }

    private static ReadOnlyMemory<byte> ReadBlock(ref Memory<byte> bytes)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.Span);
        if (length is < 0 or > MaximumBytes) throw new InvalidDataException("A block's length is not one.");

        var block = bytes.Slice(sizeof(int), length);
        bytes = bytes[(sizeof(int) + length)..];
        return block;
    }
}
