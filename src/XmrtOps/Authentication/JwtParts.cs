using System.Buffers.Text;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;

namespace XmrtOps.Authentication;

/// <summary>The parts of a JWT, decoded and not verified; or why they cannot be read.</summary>
internal sealed record JwtParts
{
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 32 };

    /// <summary>Why it is no JWT, as a sentence; null when it is one.</summary>
    public string? Fault { get; private init; }

    public IReadOnlyDictionary<string, object?> Header { get; private init; } = ReadOnlyDictionary<string, object?>.Empty;

    public IReadOnlyDictionary<string, object?> Claims { get; private init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The header's algorithm, to the letter; empty where it names none.</summary>
    public string Algorithm => Header.TryGetValue("alg", out object? value) && value is string name ? name : "";

    public string? KeyId => Header.TryGetValue("kid", out object? value) ? value as string : null;

    public bool HasSignature { get; private init; }

    public string? Text(string claim) => Claims.TryGetValue(claim, out object? value) ? value as string : null;

    public static JwtParts Of(string token)
    {
        if (token.Length == 0)
        {
            return Faulty("The text is empty.");
        }

        if (token.Length > Adapters.JwtSignature.LongestToken)
        {
            return Faulty(string.Create(
                CultureInfo.CurrentCulture,
                $"It has {token.Length:N0} characters: no server takes a header of that size, and it was not decoded."));
        }

        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            return Faulty(parts.Length == 5
                ? "It has five parts: it is encrypted (JWE), which neither Supabase Auth nor PostgREST uses."
                : $"It has {parts.Length} part{(parts.Length == 1 ? "" : "s")} separated by dots, and a JWT has three.");
        }

        if (!TryObject(parts[0], out Dictionary<string, object?>? header, out string? fault))
        {
            return Faulty($"Its header {fault}.");
        }

        if (!TryObject(parts[1], out Dictionary<string, object?>? claims, out fault))
        {
            return Faulty($"Its payload {fault}.");
        }

        return IsBase64Url(parts[2])
            ? new JwtParts { Header = header!.AsReadOnly(), Claims = claims!.AsReadOnly(), HasSignature = parts[2].Length > 0 }
            : Faulty("Its signature is not Base64Url.") with { Header = header!.AsReadOnly(), Claims = claims!.AsReadOnly() };
    }

    private static JwtParts Faulty(string fault) => new() { Fault = fault };

    private static bool IsBase64Url(string part) => Base64Url.IsValid(part) && !part.Contains('=', StringComparison.Ordinal);

    private static bool TryObject(string part, out Dictionary<string, object?>? value, out string? fault)
    {
        value = null;
        if (part.Length == 0 || !IsBase64Url(part))
        {
            fault = part.Length == 0 ? "is empty" : "is not Base64Url";
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), s_json);
            value = document.RootElement.ValueKind == JsonValueKind.Object ? Table(document.RootElement) : null;
            fault = value is null ? "is JSON, but no object" : null;
            return value is not null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException)
        {
            fault = "is no JSON";
            return false;
        }
    }

    // The last one of a name counts, as with PostgREST.
    private static Dictionary<string, object?> Table(JsonElement element)
    {
        Dictionary<string, object?> table = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            table[property.Name] = ValueOf(property.Value);
        }

        return table;
    }

    private static object? ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? (object)whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => element.EnumerateArray().Select(ValueOf).ToArray(),
        JsonValueKind.Object => Table(element).AsReadOnly(),
        _ => null,
    };
}
