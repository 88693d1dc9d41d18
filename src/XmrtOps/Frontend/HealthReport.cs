using System.Text.Json;
using XmrtOps.Module;
using XmrtOps.Platforms;
using XmrtOps.State;

namespace XmrtOps.Frontend;

/// <summary>
/// What a health address says of its application. No shape of it is agreed, so that what is usual is understood: a word or a
/// flag for the whole, and for each part that it checks. What is not understood is unknown, and never healthy.
/// </summary>
internal sealed record HealthReport
{
    private const int MostParts = 50;
    private const int LongestWords = 200;

    private static readonly string[] s_verdicts = ["status", "state", "health", "healthy", "ok", "success"];
    private static readonly string[] s_groups = ["checks", "services", "components", "dependencies", "details"];
    private static readonly string[] s_reasons = ["error", "message", "reason", "output", "detail"];

    private static readonly string[] s_databases = ["database", "postgres", "sql", "supabase"];

    private static readonly string[] s_good =
    [
        "healthy", "ok", "up", "pass", "passing", "operational", "online", "connected", "available", "ready", "success", "good",
        "green", "alive",
    ];

    private static readonly string[] s_bad =
    [
        "unhealthy", "error", "down", "fail", "failed", "failing", "critical", "offline", "disconnected", "unavailable", "degraded",
        "warn", "warning", "timeout", "red", "yellow", "dead",
    ];

    /// <summary>The verdict on the whole: false where any part is; null where it says nothing that is understood.</summary>
    public bool? IsHealthy { get; init; }

    /// <summary>Its word for the whole, or null.</summary>
    public string? Word { get; init; }

    public IReadOnlyList<Part> Parts { get; init; } = [];

    /// <summary>Reads a body; null where it is no object.</summary>
    public static HealthReport? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HealthReport Read(JsonElement root)
    {
        (bool? verdict, string? word) = VerdictOf(root);
        List<Part> parts = [];
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (s_groups.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
            {
                parts.AddRange(Grouped(property.Value));
            }
            else if (property.Value.ValueKind == JsonValueKind.Object && PartOf(property.Name, property.Value) is { IsHealthy: not null } part)
            {
                parts.Add(part);
            }
            else if (property.Value.ValueKind == JsonValueKind.String && IsDatabase(property.Name)
                && PartOf(property.Name, property.Value) is { IsHealthy: not null } named)
            {
                parts.Add(named);
            }
        }

        bool? ofParts = parts.Exists(part => part.IsHealthy == false) ? false
            : parts.Count > 0 && parts.TrueForAll(part => part.IsHealthy == true) ? true : null;
        return new HealthReport
        {
            IsHealthy = ofParts == false ? false : verdict ?? ofParts,
            Word = word,
            Parts = [.. parts.Take(MostParts)],
        };
    }

    public static bool IsDatabase(string name) =>
        name.Equals("db", StringComparison.OrdinalIgnoreCase)
        || s_databases.Any(known => name.Contains(known, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Part> Grouped(JsonElement group)
    {
        if (group.ValueKind == JsonValueKind.Object)
        {
            return group.EnumerateObject().Select(property => PartOf(property.Name, property.Value)).OfType<Part>();
        }

        return group.ValueKind != JsonValueKind.Array ? [] : group.EnumerateArray()
            .Where(item => item.ValueKind == JsonValueKind.Object)
            .Select(item => Text(item, ["name", "component", "service", "id"]) is { } name ? PartOf(name, item) : null)
            .OfType<Part>();
    }

    private static Part? PartOf(string name, JsonElement value)
    {
        string shown = Display.LogText(name, 40);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                (bool? verdict, string? word) = VerdictOf(value);
                string? why = Text(value, s_reasons);
                return new Part(shown, verdict, word, verdict == true ? null : why);
            case JsonValueKind.String:
                return new Part(shown, Judge(value.GetString()), Words(value.GetString()), null);
            case JsonValueKind.True or JsonValueKind.False:
                return new Part(shown, value.GetBoolean(), null, null);
            default:
                return null;
        }
    }

    private static (bool? Verdict, string? Word) VerdictOf(JsonElement element)
    {
        foreach (string name in s_verdicts)
        {
            if (Property(element, name) is not { } value)
            {
                continue;
            }

            if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                return (value.GetBoolean(), null);
            }

            if (value.ValueKind == JsonValueKind.String)
            {
                return (Judge(value.GetString()), Words(value.GetString()));
            }
        }

        return (null, null);
    }

    private static bool? Judge(string? word) =>
        word is null ? null
        : s_good.Contains(word.Trim(), StringComparer.OrdinalIgnoreCase) ? true
        : s_bad.Contains(word.Trim(), StringComparer.OrdinalIgnoreCase) ? false : null;

    private static string? Text(JsonElement element, string[] names) => names
        .Select(name => Property(element, name))
        .Where(value => value is { ValueKind: JsonValueKind.String })
        .Select(value => Words(value!.Value.GetString()))
        .FirstOrDefault();

    private static JsonElement? Property(JsonElement element, string name)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    /// <summary>Another's words: on one line, not too long, without what looks like a secret.</summary>
    private static string Words(string? text) => Display.OneLine(SecretText.MaskIn(TerminalText.Plain(text)), LongestWords);

    /// <summary>A part that the application checked.</summary>
    /// <param name="Name">As the application calls it.</param>
    /// <param name="IsHealthy">Null where its word is not understood.</param>
    /// <param name="Word">Its word.</param>
    /// <param name="Why">What it says is wrong.</param>
    internal sealed record Part(string Name, bool? IsHealthy, string? Word, string? Why)
    {
        public bool IsDatabase => HealthReport.IsDatabase(Name);

        public override string ToString() => Why is null ? $"{Name}: {Word ?? "not healthy"}" : $"{Name}: {Why.TrimEnd('.')}";
    }
}
