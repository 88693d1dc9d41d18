using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace XmrtOps.Platforms;

/// <summary>Reading of JSON answers. Nothing of an answer is repeated in a message.</summary>
internal static class PlatformJson
{
    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <exception cref="JsonException">It is none, or not of this form.</exception>
    public static T Read<T>(PlatformAnswer answer, JsonTypeInfo<T> type)
    {
        ReadOnlySpan<byte> body = answer.Body.Span;
        if (body.StartsWith(s_byteOrderMark))
        {
            body = body[s_byteOrderMark.Length..];
        }

        return JsonSerializer.Deserialize(body, type) ?? throw new JsonException();
    }

    /// <summary>Why it could not be read, as the end of "cannot be read: ".</summary>
    public static string Reason(PlatformAnswer answer, JsonException malformed)
    {
        ReadOnlySpan<byte> body = answer.Body.Span.TrimStart(" \t\r\n"u8);
        return body.IsEmpty ? "it is empty"
            : body[0] == '<' || answer.ContentType is "text/html" ? "it is a page in HTML, where JSON was due"
            : malformed.Path is { Length: > 1 } path && path.Length < 100 ? $"it is not of the form that was due, at {path}"
            : "it is no JSON of the form that was due: malformed, or it breaks off";
    }
}
