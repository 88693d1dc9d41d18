using System.Text;
using System.Text.RegularExpressions;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Reads and writes bodies of the type multipart/form-data.</summary>
internal static partial class MultipartForm
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;

    /// <summary>The parts of a request's body.</summary>
    /// <exception cref="RefusalException">It is no such body (400).</exception>
    public static IReadOnlyList<MultipartPart> Read(StandInRequest request)
    {
        var boundary = BoundaryPattern().Match(request.Headers.GetValueOrDefault("Content-Type", string.Empty));
        if (!boundary.Success) throw new RefusalException(400, "Expected multipart/form-data with a boundary");

        var parts = new List<MultipartPart>();
        var delimiter = Encoding.Latin1.GetBytes($"--{boundary.Groups["text"].Value}");
        var rest = request.Body;
        var found = rest.Span.IndexOf(delimiter);
        while (found >= 0)
        {
            rest = rest[(found + delimiter.Length)..];
            if (rest.Span.StartsWith("--"u8)) return parts;

            found = rest.Span.IndexOf(delimiter);
            var headEnd = rest.Span.IndexOf("\r\n\r\n"u8);
            if (found < 0 || headEnd < 0 || headEnd > found) break;

            // The line break before a boundary belongs to the boundary.
            parts.Add(ReadPart(rest[..headEnd], rest[(headEnd + 4)..(found - 2)]));
        }

        throw new RefusalException(400, "Unexpected end of multipart data");
    }

    /// <summary>A reply of these parts.</summary>
    public static StandInResponse Write(IReadOnlyList<MultipartPart> parts)
    {
        var boundary = $"----form-{Guid.NewGuid():N}";
        using var body = new MemoryStream();
        foreach (var part in parts)
        {
            var file = part.FileName is null ? string.Empty : $"; filename=\"{part.FileName}\"";
            var path = part.FileName is null ? string.Empty : $"Supabase-Path: {part.FileName}\r\n";
            body.Write(Encoding.UTF8.GetBytes(
                $"--{boundary}\r\nContent-Disposition: form-data; name=\"{part.Name}\"{file}\r\n"
                + $"Content-Type: {part.ContentType}\r\n{path}\r\n"));
            body.Write(part.Content.Span);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.UTF8.GetBytes($"--{boundary}--\r\n"));
        return new StandInResponse
        {
            Status = 200,
            ContentType = $"multipart/form-data; boundary={boundary}",
            Body = body.ToArray(),
        };
    }

    private static MultipartPart ReadPart(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> content)
    {
        var text = Encoding.UTF8.GetString(head.Span);
        var name = NamePattern().Match(text);
        var file = FileNamePattern().Match(text);
        return new MultipartPart(
            name.Success ? name.Groups["text"].Value : string.Empty,
            file.Success ? file.Groups["text"].Value : null,
            "application/octet-stream",
            content);
    }

    [GeneratedRegex(@"multipart/form-data\s*;.*\bboundary=""?(?<text>[^"";]+)", Options, 1000)]
    private static partial Regex BoundaryPattern();

    [GeneratedRegex(@"Content-Disposition:[^\r\n]*;\s*name=""?(?<text>[^"";\r\n]+)", Options, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"Content-Disposition:[^\r\n]*;\s*filename=""?(?<text>[^"";\r\n]+)", Options, 1000)]
    private static partial Regex FileNamePattern();
}
