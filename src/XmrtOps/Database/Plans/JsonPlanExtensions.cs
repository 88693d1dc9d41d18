using System.Text.Json;

namespace XmrtOps.Database.Plans;

/// <summary>Reads what may be there and may not: plans of each version tell more than those before.</summary>
internal static class JsonPlanExtensions
{
    public static string? Text(this JsonElement node, string name) =>
        node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static double? Number(this JsonElement node, string name) =>
        node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    public static long? Whole(this JsonElement node, string name) => (long?)node.Number(name);

    public static bool IsTrue(this JsonElement node, string name) =>
        node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Items(this JsonElement node, string name) =>
        node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];

    public static string[] Texts(this JsonElement node, string name) =>
        [.. node.Items(name).Select(item => item.GetString() ?? "")];

    /// <summary>A part of a plan; null where it has none.</summary>
    public static JsonElement? Part(this JsonElement node, string name) =>
        node.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : null;
}
