using System.Text.Json;

namespace XmrtOps.Platforms;

/// <summary>
/// What the body of an error says. The APIs have many forms: fields at the root, in "error" or in "err"; texts called
/// message, msg or error_description; codes that are texts or numbers.
/// </summary>
/// <param name="Code">The API's own code.</param>
/// <param name="Message">Its words.</param>
/// <param name="IsInvalidToken">Vercel's mark that the token is what is wrong.</param>
/// <param name="IsSso">Vercel's mark that the team wants a login by SSO.</param>
/// <param name="ResetAt">Vercel's moment from which it takes requests again.</param>
internal sealed record PlatformErrorBody(
    string? Code, string? Message, bool IsInvalidToken = false, bool IsSso = false, DateTimeOffset? ResetAt = null)
{
    private static readonly PlatformErrorBody s_nothing = new(null, null);

    public static PlatformErrorBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Of(document.RootElement) : s_nothing;
        }
        catch (JsonException)
        {
            // A page, plain text or nothing: the status says what there is to say.
            return s_nothing;
        }
    }

    private static PlatformErrorBody Of(JsonElement root)
    {
        JsonElement error = Object(root, "error") ?? Object(root, "err") ?? root;
        return new PlatformErrorBody(
            Text(error, "error_code") ?? Text(error, "code") ?? Text(root, "error"),
            Text(error, "message") ?? Text(error, "msg") ?? Text(error, "error_description") ?? Text(root, "message"),
            IsTrue(error, "invalidToken") || IsTrue(root, "invalidToken"),
            IsTrue(error, "saml"),
            Object(error, "limit") is { } limit && limit.TryGetProperty("reset", out JsonElement reset)
                && reset.ValueKind == JsonValueKind.Number && reset.TryGetInt64(out long seconds)
                && seconds is > 0 and < 253_402_300_799
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null);
    }

    private static JsonElement? Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static bool IsTrue(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out JsonElement value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            // Validation errors come as a list.
            JsonValueKind.Array => string.Join(
                "; ", value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString())),
            _ => null,
        };
}
