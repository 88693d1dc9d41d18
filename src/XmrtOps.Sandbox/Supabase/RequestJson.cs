using System.Text.Json;
using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Reads JSON bodies, and refuses what is none with 400.</summary>
internal static class RequestJson
{
    public static JsonObject ReadObject(this StandInRequest request) =>
        Read(request) as JsonObject ?? throw new RefusalException(400, "Expected object, received something else");

    public static JsonArray ReadArray(this StandInRequest request) =>
        Read(request) as JsonArray ?? throw new RefusalException(400, "Expected array, received something else");

    /// <summary>The text of a member; 400 where it is missing or no text.</summary>
    public static string Required(this JsonObject body, string name) =>
        body.Text(name) is { Length: > 0 } text ? text : throw new RefusalException(400, $"{name}: Required");

    /// <summary>The text of a member, or null.</summary>
    public static string? Text(this JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static bool? Flag(this JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static long? Number(this JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;

    /// <summary>The texts of an array; null where the member is missing.</summary>
    public static IReadOnlyList<string>? Texts(this JsonObject body, string name) =>
        body[name] is JsonArray array ? Texts(array) : null;

    public static IReadOnlyList<string> Texts(this JsonArray array) =>
    [
        .. array.Select(item => item is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw new RefusalException(400, "Expected string, received something else")),
    ];

    private static JsonNode? Read(StandInRequest request)
    {
        try
        {
            return JsonNode.Parse(request.Body.Span);
        }
        catch (JsonException)
        {
            throw new RefusalException(400, "Unexpected token in JSON");
        }
    }
}
