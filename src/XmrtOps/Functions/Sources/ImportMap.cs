using System.Text.Json;

namespace XmrtOps.Functions.Sources;

/// <summary>What bare names in imports stand for: the "imports" of deno.json or of an import map.</summary>
internal sealed record ImportMap
{
    private static readonly JsonDocumentOptions s_loose = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The file; null where there is none.</summary>
    public string? Path { get; init; }

    /// <summary>It is no JSON.</summary>
    public bool IsBroken { get; init; }

    public IReadOnlyDictionary<string, string> Imports { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static ImportMap Read(string? configured, string directory)
    {
        string? path = new[] { configured, In("deno.json"), In("deno.jsonc"), In("import_map.json") }
            .FirstOrDefault(file => file is not null && File.Exists(file));
        if (path is null)
        {
            return new ImportMap();
        }

        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ImportMap { Path = path, IsBroken = true };
        }

        string In(string name) => System.IO.Path.Combine(directory, name);
    }

    /// <summary>The map that a text holds.</summary>
    /// <param name="path">The file's.</param>
    /// <param name="text">What is in it.</param>
    public static ImportMap Parse(string path, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, s_loose);
            return new ImportMap
            {
                Path = path,
                Imports = document.RootElement.ValueKind == JsonValueKind.Object
                    && document.RootElement.TryGetProperty("imports", out JsonElement imports)
                    && imports.ValueKind == JsonValueKind.Object
                        ? imports.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String)
                            .DistinctBy(entry => entry.Name)
                            .ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.Ordinal)
                        : new Dictionary<string, string>(StringComparer.Ordinal),
            };
        }
        catch (JsonException)
        {
            return new ImportMap { Path = path, IsBroken = true };
        }
    }

    /// <summary>What a specifier stands for: itself, where the map does not know it.</summary>
    public string Resolve(string specifier)
    {
        if (Imports.TryGetValue(specifier, out string? target))
        {
            return target;
        }

        // The longest of the keys that end in a slash.
        string? prefix = Imports.Keys
            .Where(key => key.EndsWith('/') && specifier.StartsWith(key, StringComparison.Ordinal))
            .MaxBy(key => key.Length);
        return prefix is null ? specifier : Imports[prefix] + specifier[prefix.Length..];
    }
}
