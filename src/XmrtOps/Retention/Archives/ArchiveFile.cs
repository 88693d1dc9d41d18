using System.IO.Compression;
using System.Security.Cryptography;

namespace XmrtOps.Retention.Archives;

/// <summary>
/// A file of an archive while it is written: what comes in is CSV, what goes to the disk is compressed, and what there
/// is to know of both is counted on the way. Memory does not grow with the rows.
/// </summary>
internal sealed class ArchiveFile : Stream
{
    private readonly Stream _file;
    private readonly string _path;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly GZipStream _compressed;
    private CsvRowCounter _rows;

    /// <param name="file">Where it goes; disposed with this.</param>
    /// <param name="path">How messages name the archive.</param>
    public ArchiveFile(Stream file, string path)
    {
        _file = file;
        _path = path;
        // Rows of logs shrink to a tenth at any level; the slow ones would keep the snapshot open for longer.
        _compressed = new GZipStream(new Disk(this), CompressionLevel.Fastest);
    }

    /// <summary>Rows so far, without the line of names.</summary>
    public long Rows => Math.Max(0, _rows.Lines - 1);

    /// <summary>Bytes that came in.</summary>
    public long UncompressedBytes { get; private set; }

    /// <summary>Bytes on the disk.</summary>
    public long Bytes { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes the rest and syncs it.</summary>
    /// <returns>SHA-256 of the file, in hexadecimal.</returns>
    /// <exception cref="Faults.XmrtException">ArchiveUnwritable.</exception>
    public async Task<string> CompleteAsync()
    {
        await _compressed.DisposeAsync();
        try
        {
            await _file.FlushAsync();
            if (_file is FileStream file)
            {
                file.Flush(flushToDisk: true);
            }
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            throw ArchiveFaults.Unwritable(exception, _path);
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        UncompressedBytes += buffer.Length;
        _rows.Add(buffer.Span);
        await _compressed.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
        // All at the end: CompleteAsync.
    }

    public override async ValueTask DisposeAsync()
    {
        // Without the compressor's: it would write its last block to a disk that may be full.
        _hash.Dispose();
        try
        {
            await _file.DisposeAsync();
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            // What counts was synced before; what was not is removed.
        }

        await base.DisposeAsync();
    }

    private async ValueTask ToDiskAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            await _file.WriteAsync(buffer, cancellation);
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            throw ArchiveFaults.Unwritable(exception, _path);
        }

        _hash.AppendData(buffer.Span);
        Bytes += buffer.Length;
    }

    /// <summary>Below the compressor.</summary>
    private sealed class Disk(ArchiveFile file) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            file.ToDiskAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            file.ToDiskAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush()
        {
            // All at the end: CompleteAsync.
        }
    }
}
