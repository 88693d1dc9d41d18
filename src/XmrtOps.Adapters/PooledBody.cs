using System.Buffers;
using System.Net;

namespace XmrtOps.Adapters;

/// <summary>
/// A body that was read whole, in memory that goes back to a pool when it is disposed. A page of a log is long enough for
/// the heap of large objects, and a few of those bring a collection of all that the process holds.
/// </summary>
public sealed class PooledBody : HttpContent
{
    private const int UntoldLength = 32 << 10;

    private readonly int _length;
    private byte[]? _buffer;

    private PooledBody(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    /// <summary>What it holds. Not to be kept: after <see cref="HttpContent.Dispose()"/> the memory is another's.</summary>
    public ReadOnlyMemory<byte> Bytes => Buffer.AsMemory(0, _length);

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(PooledBody));

    /// <summary>Reads a content to its end; its headers come along.</summary>
    /// <param name="content">Is not disposed.</param>
    /// <param name="limit">The most bytes that are taken.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HttpRequestException">It breaks off, or is longer: ConfigurationLimitExceeded.</exception>
    public static async Task<PooledBody> ReadAsync(HttpContent content, long limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        long? told = content.Headers.ContentLength;
        if (told > limit)
        {
            throw TooLong(limit);
        }

        // A byte more than is told, to see the end without growing.
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(told ?? UntoldLength, Array.MaxLength - 1) + 1);
        int length = 0;
        try
        {
            // After a fault it is left to the collector: a read that was cancelled may still write to it.
            Stream source = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            while (await source.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false) is > 0 and int read)
            {
                length += read;
                if (length > limit)
                {
                    throw TooLong(limit);
                }

                if (length == buffer.Length)
                {
                    buffer = Grown(buffer);
                }
            }
        }
        catch (IOException broken)
        {
            throw new HttpRequestException(
                broken is HttpIOException known ? known.HttpRequestError : HttpRequestError.Unknown, "The answer breaks off.", broken);
        }
        PooledBody body = new(buffer, length);
        foreach ((string name, IEnumerable<string> values) in content.Headers)
        {
            body.Headers.TryAddWithoutValidation(name, values);
        }

        return body;
    }

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.WriteAsync(Bytes, cancellationToken).AsTask();
    }

    /// <inheritdoc />
    protected override Task<Stream> CreateContentReadStreamAsync() =>
        Task.FromResult<Stream>(new MemoryStream(Buffer, 0, _length, writable: false));

    /// <inheritdoc />
    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            // Answers hold keys and users' data, and whoever has kept the memory against the rule is to notice at once.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        base.Dispose(disposing);
    }

    private static byte[] Grown(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(buffer.Length * 2));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

    private static HttpRequestException TooLong(long limit) => new(
        HttpRequestError.ConfigurationLimitExceeded,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The answer is longer than {limit} bytes."));
}
