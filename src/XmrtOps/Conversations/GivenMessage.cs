using System.Text.Json;

namespace XmrtOps.Conversations;

/// <summary>A message or a memory as somebody wants it to be saved.</summary>
/// <param name="Fields">By name; null: it could not be read.</param>
/// <param name="Problem">Why it could not be read.</param>
internal sealed record GivenMessage(IReadOnlyDictionary<string, object?>? Fields, string? Problem)
{
    private static readonly string[] s_ofMemory = ["user_id", "context_type", "importance_score", "embedding"];

    /// <summary>The table that it is for: a memory says whose it is.</summary>
    public string Table => Fields is not null && s_ofMemory.Any(Fields.ContainsKey)
        ? ConversationAccess.Memories
        : ConversationAccess.Messages;

    /// <summary>Reads a JSON object.</summary>
    public static GivenMessage Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new GivenMessage(null, $"it is JSON, but {Named(document.RootElement.ValueKind)} and no object");
            }

            Dictionary<string, object?> fields = new(StringComparer.Ordinal);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                fields[property.Name] = property.Value.Clone();
            }

            return new GivenMessage(fields, null);
        }
        catch (JsonException wrong)
        {
            // Its message quotes characters of the text: only the place is told.
            return new GivenMessage(
                null,
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"it is no JSON: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}"));
        }
    }

    /// <summary>Takes fields as they are, each as the JSON that it becomes.</summary>
    public static GivenMessage Of(IReadOnlyDictionary<string, object?> fields)
    {
        Dictionary<string, object?> elements = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in fields)
        {
            try
            {
                elements[name] = JsonSerializer.SerializeToElement(value);
            }
            catch (Exception unfit) when (unfit is NotSupportedException or JsonException or ArgumentException)
            {
                return new GivenMessage(null, $"the field {name} cannot be written as JSON");
            }
        }

        return new GivenMessage(elements, null);
    }

    /// <summary>One field; null where there is none.</summary>
    public JsonElement? Field(string name) =>
        Fields?.GetValueOrDefault(name) is JsonElement element ? element : null;

    private static string Named(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null",
        _ => $"a {kind.ToString().ToLowerInvariant()}",
    };
}
