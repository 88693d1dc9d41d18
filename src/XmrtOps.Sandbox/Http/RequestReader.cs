using System.Buffers;
using System.Globalization;

namespace XmrtOps.Sandbox.Http;

/// <summary>Reads the requests of one connection.</summary>
internal sealed class RequestReader(Stream stream)
{
    private static readonly byte[] Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private readonly ByteReader _bytes = new(stream);

    /// <summary>Whether the peer wants to send another request on this connection.</summary>
    public bool KeepsAlive { get; private set; }

    /// <summary>The next request, or null where the peer has closed.</summary>
    /// <exception cref="BadRequestException">What came is no request within the limits.</exception>
    public async Task<StandInRequest?> ReadAsync(CancellationToken cancellation)
    {
        var requestLine = await _bytes.ReadLineAsync(HttpLimits.HeadBytes, cancellation).ConfigureAwait(false);
        // Some clients end a body with a line break that its length does not count.
        if (requestLine == string.Empty)
        {
            requestLine = await _bytes.ReadLineAsync(HttpLimits.HeadBytes, cancellation).ConfigureAwait(false);
        }

        if (requestLine is null) return null;

        var parts = requestLine.Split(' ');
        if (parts.Length != 3) throw new BadRequestException(400, "The request line has not three parts.");
        if (parts[2] is not ("HTTP/1.1" or "HTTP/1.0")) throw new BadRequestException(505, "Not HTTP/1.");

        var headers = await ReadHeadersAsync(HttpLimits.HeadBytes - requestLine.Length, cancellation).ConfigureAwait(false);
        KeepsAlive = DecideKeepAlive(parts[2], headers.GetValueOrDefault("Connection"));
        var body = await ReadBodyAsync(headers, cancellation).ConfigureAwait(false);
        var (path, query) = RequestTarget.Parse(parts[1]);
        return new StandInRequest { Method = parts[0], Path = path, Query = query, Headers = headers, Body = body };
    }

    private static bool DecideKeepAlive(string version, string? connection) =>
        version == "HTTP/1.1"
            ? connection?.Contains("close", StringComparison.OrdinalIgnoreCase) != true
            : connection?.Contains("keep-alive", StringComparison.OrdinalIgnoreCase) == true;

    private async Task<Dictionary<string, string>> ReadHeadersAsync(int limit, CancellationToken cancellation)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            var line = await _bytes.ReadLineAsync(limit, cancellation).ConfigureAwait(false)
                ?? throw new BadRequestException(400, "The headers break off.");
            if (line.Length == 0) return headers;

            limit -= line.Length;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line[..colon].AsSpan().ContainsAny(" \t"))
            {
                throw new BadRequestException(400, "A header line has no name.");
            }

            var (name, value) = (line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
            headers[name] = headers.TryGetValue(name, out var earlier) ? $"{earlier}, {value}" : value;
        }
    }

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken cancellation)
    {
        var coding = headers.GetValueOrDefault("Transfer-Encoding");
        var length = headers.GetValueOrDefault("Content-Length");
        if (coding is null && length is null) return [];
        if (coding is not null && length is not null)
        {
            throw new BadRequestException(400, "Both a length and a transfer coding: which one holds?");
        }

        if (coding is not null && !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadRequestException(501, "The only transfer coding known here is chunked.");
        }

        var count = length is null ? 0 : ParseCount(length, NumberStyles.None);
        if (headers.GetValueOrDefault("Expect")?.Equals("100-continue", StringComparison.OrdinalIgnoreCase) == true)
        {
            await stream.WriteAsync(Continue, cancellation).ConfigureAwait(false);
        }

        var body = new ArrayBufferWriter<byte>();
        if (coding is null)
        {
            await _bytes.ReadIntoAsync(body, count, cancellation).ConfigureAwait(false);
        }
        else
        {
            await ReadChunksAsync(body, cancellation).ConfigureAwait(false);
        }

        return body.WrittenSpan.ToArray();
    }

    private async Task ReadChunksAsync(ArrayBufferWriter<byte> body, CancellationToken cancellation)
    {
        while (true)
        {
            var line = await _bytes.ReadLineAsync(HttpLimits.HeadBytes, cancellation).ConfigureAwait(false);
            var size = ParseCount((line ?? string.Empty).Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier);
            if (size == 0) break;
            if (body.WrittenCount + size > HttpLimits.BodyBytes) throw TooLarge();

            await _bytes.ReadIntoAsync(body, size, cancellation).ConfigureAwait(false);
            if (await _bytes.ReadLineAsync(2, cancellation).ConfigureAwait(false) != string.Empty)
            {
                throw new BadRequestException(400, "A chunk is longer than it says.");
            }
        }

        await ReadHeadersAsync(HttpLimits.HeadBytes, cancellation).ConfigureAwait(false);
    }

    private static long ParseCount(string text, NumberStyles style)
    {
        if (!long.TryParse(text, style, CultureInfo.InvariantCulture, out var count) || count < 0)
        {
            throw new BadRequestException(400, "A length is no number.");
        }

        return count <= HttpLimits.BodyBytes ? count : throw TooLarge();
    }

    private static BadRequestException TooLarge() => new(413, "The body is too large.");
}
