using System.Text;

namespace XmrtOps.Platforms;

/// <summary>Reading of bodies that come line by line, of which no more is kept than one line.</summary>
internal static class PlatformLines
{
    private const int LongestLine = 4 * 1024 * 1024;
    private const int LongestError = 64 * 1024;

    /// <summary>The next line without its end, or null at the end.</summary>
    /// <exception cref="InvalidDataException">It does not end.</exception>
    public static async ValueTask<string?> NextAsync(StreamReader reader, CancellationToken cancellation)
    {
        ValueTask<string?> next = reader.ReadLineAsync(cancellation);
        string? line = await next;
        return line is null || line.Length <= LongestLine
            ? line
            : throw new InvalidDataException("one of its lines is longer than 4 MiB");
    }

    /// <summary>As much of a body as an error message may have.</summary>
    public static async Task<ReadOnlyMemory<byte>> BeginningAsync(
        HttpResponseMessage response, CancellationToken cancellation)
    {
        byte[] buffer = new byte[LongestError];
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
            int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            return buffer.AsMemory(0, length);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Encoding.UTF8.GetBytes("");
        }
    }
}
