using System.Net.Http.Headers;
using System.Text;

namespace XmrtOps.Platforms;

/// <summary>Reads multipart bodies, which .NET only writes.</summary>
internal static class Multipart
{
    /// <summary>The parts, or null where it is no multipart body, or one that breaks off.</summary>
    public static IReadOnlyList<MultipartPart>? Read(PlatformAnswer answer)
    {
        bool isTyped = MediaTypeHeaderValue.TryParse(answer.FullContentType, out MediaTypeHeaderValue? type)
            && type.MediaType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;
        string? boundary = isTyped
            ? type!.Parameters.FirstOrDefault(p => p.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"')
            : null;
        if (string.IsNullOrEmpty(boundary))
        {
            return null;
        }

        byte[] delimiter = Encoding.ASCII.GetBytes("--" + boundary);
        // Between parts it begins a line, whose end before it belongs to it.
        byte[] between = [(byte)'\r', (byte)'\n', .. delimiter];
        ReadOnlyMemory<byte> rest = answer.Body;
        int start = rest.Span.IndexOf(delimiter);
        if (start < 0)
        {
            return null;
        }

        rest = rest[(start + delimiter.Length)..];
        List<MultipartPart> parts = [];
        while (!rest.Span.StartsWith("--"u8))
        {
            int end = rest.Span.IndexOf(between);
            int head = rest.Span.IndexOf("\r\n\r\n"u8);
            if (end < 0 || head < 0 || head > end)
            {
                return null;
            }

            parts.Add(Part(Encoding.UTF8.GetString(rest.Span[..head]), rest[(head + 4)..Math.Max(end, head + 4)]));
            rest = rest[(end + between.Length)..];
        }

        return parts;
    }

    private static MultipartPart Part(string head, ReadOnlyMemory<byte> content)
    {
        Dictionary<string, string> headers = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.First()[1].Trim(), StringComparer.OrdinalIgnoreCase);
        ContentDispositionHeaderValue? disposition =
            headers.TryGetValue("Content-Disposition", out string? text)
            && ContentDispositionHeaderValue.TryParse(text, out ContentDispositionHeaderValue? read)
                ? read
                : null;
        return new MultipartPart(
            disposition?.Name?.Trim('"'),
            (disposition?.FileNameStar ?? disposition?.FileName)?.Trim('"'),
            headers.GetValueOrDefault("Supabase-Path"),
            content);
    }
}
