using System.Globalization;
using System.Text;

namespace XmrtOps.Sandbox.Http;

/// <summary>Writes replies, whole or damaged, to one connection.</summary>
internal sealed class ResponseWriter(Stream stream)
{
    private const int MissingBytes = 64;

    private static readonly byte[] BrokenJson = "{\"data\":[{\"id\":1,\"name\":\"unfin"u8.ToArray();

    /// <summary>Writes the reply; false where the connection must end after it.</summary>
    public async Task<bool> WriteAsync(
        StandInResponse response, FaultDamage damage, bool isHead, bool keepAlive, CancellationToken cancellation)
    {
        if (damage == FaultDamage.MalformedBody)
        {
            response = response with { Body = BrokenJson, Chunks = null, ContentType = "application/json; charset=utf-8" };
        }

        var isTruncated = damage == FaultDamage.TruncateBody;
        keepAlive &= !isTruncated;
        await stream.WriteAsync(Head(response, isTruncated, keepAlive), cancellation).ConfigureAwait(false);
        if (isHead || HasNoBody(response.Status)) return keepAlive;

        if (response.Chunks is not null)
        {
            await WriteChunksAsync(response.Chunks, isTruncated, cancellation).ConfigureAwait(false);
        }
        else
        {
            var sent = isTruncated ? response.Body[..(response.Body.Length / 2)] : response.Body;
            await stream.WriteAsync(sent, cancellation).ConfigureAwait(false);
        }

        return keepAlive;
    }

    private static byte[] Head(StandInResponse response, bool isTruncated, bool keepAlive)
    {
        var head = new StringBuilder();
        Line($"HTTP/1.1 {response.Status} {ReasonPhrase.Of(response.Status)}");
        if (!response.Headers.ContainsKey("Date")) Line($"Date: {DateTimeOffset.UtcNow:R}");
        if (response.ContentType is not null) Line($"Content-Type: {response.ContentType}");
        foreach (var (name, value) in response.Headers) Line($"{name}: {value}");
        if (!keepAlive) Line($"Connection: close");
        if (HasNoBody(response.Status))
        {
            // Neither has a body by definition, so neither may say how long it is.
        }
        else if (response.Chunks is not null)
        {
            Line($"Transfer-Encoding: chunked");
        }
        else
        {
            Line($"Content-Length: {response.Body.Length + (isTruncated ? MissingBytes : 0)}");
        }

        Line($"");
        return Encoding.Latin1.GetBytes(head.ToString());

        void Line(FormattableString text) => head.Append(text.ToString(CultureInfo.InvariantCulture)).Append("\r\n");
    }

    private async Task WriteChunksAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, bool isTruncated, CancellationToken cancellation)
    {
        await foreach (var chunk in chunks.WithCancellation(cancellation).ConfigureAwait(false))
        {
            // An empty chunk would end the body.
            if (chunk.IsEmpty) continue;

            var size = string.Create(CultureInfo.InvariantCulture, $"{chunk.Length:x}\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(size), cancellation).ConfigureAwait(false);
            await stream.WriteAsync(chunk, cancellation).ConfigureAwait(false);
            await stream.WriteAsync("\r\n"u8.ToArray(), cancellation).ConfigureAwait(false);
            if (isTruncated) return;
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellation).ConfigureAwait(false);
    }

    private static bool HasNoBody(int status) => status is 204 or 304;
}
