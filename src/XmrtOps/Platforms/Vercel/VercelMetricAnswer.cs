using System.Text.Json;

namespace XmrtOps.Platforms.Vercel;

/// <summary>Measurements: points over time, and the same over the whole range. A point without requests is null.</summary>
internal sealed record VercelMetricAnswer
{
    public IReadOnlyList<IReadOnlyDictionary<string, JsonElement>>? Data { get; init; }

    public IReadOnlyList<IReadOnlyDictionary<string, JsonElement>>? Summary { get; init; }

    /// <summary>A number of a row by name; null where it was not measured.</summary>
    public static double? Number(IReadOnlyDictionary<string, JsonElement> row, string name) =>
        row.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
