using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>A token's parts, whoever made them.</summary>
internal static class TokenJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The bytes of a part; null where it is not Base64Url.</summary>
    public static byte[]? Bytes(string part)
    {
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The object of a part; null where it is none that can be read to its end.</summary>
    public static JsonObject? Object(string part)
    {
        if (Bytes(part) is not { } bytes) return null;

        try
        {
            var node = JsonNode.Parse(bytes, documentOptions: Strict) as JsonObject;
            Read(node);
            return node;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Text is decoded when it is asked for, and may be no text then.
    private static void Read(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, member) in members) Read(member);
                break;
            case JsonArray items:
                foreach (var item in items) Read(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }
}
