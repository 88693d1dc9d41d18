using System.Text;
using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>The rows of a request's body.</summary>
/// <param name="Json">A JSON array of objects, as it goes to the database.</param>
/// <param name="Keys">The members that all of them have.</param>
/// <param name="IsArray">Whether it came as an array.</param>
internal sealed record RestPayload(string Json, IReadOnlyList<string> Keys, bool IsArray)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="request">The request.</param>
    /// <param name="columns">What it is read for; then its members may differ.</param>
    /// <param name="isCall">Whether it holds a function's arguments: then none are no error.</param>
    public static RestPayload Read(StandInRequest request, IReadOnlyList<string>? columns, bool isCall)
    {
        var type = request.Headers.GetValueOrDefault("Content-Type", "application/json").Split(';')[0].Trim();
        if (!type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            throw RestErrors.BadBody($"Content-Type not acceptable: {type}");

        if (isCall && request.Body.IsEmpty) return new RestPayload("[{}]", [], IsArray: false);

        try
        {
            var text = Strict.GetString(request.Body.Span);
            using var document = JsonDocument.Parse(text);
            return Of(document.RootElement, text, columns);
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw RestErrors.BadBody("Empty or invalid json");
        }
    }

    private static RestPayload Of(JsonElement root, string text, IReadOnlyList<string>? columns)
    {
        if (root.ValueKind == JsonValueKind.Object) return new RestPayload($"[{text}]", columns ?? Members(root), IsArray: false);

        // What is neither has no rows.
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0) return new RestPayload("[]", [], IsArray: true);

        var keys = root[0].ValueKind == JsonValueKind.Object ? Members(root[0]) : [];
        var areObjects = root.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object);
        var areAlike = columns is not null
            || root.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object && Members(item).ToHashSet().SetEquals(keys));
        return areObjects && areAlike
            ? new RestPayload(text, columns ?? keys, IsArray: true)
            : throw RestErrors.BadBody("All object keys must match");
    }

    private static List<string> Members(JsonElement item) =>
        [.. item.EnumerateObject().Select(member => member.Name).Distinct(StringComparer.Ordinal)];
}
