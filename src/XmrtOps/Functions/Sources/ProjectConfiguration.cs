using XmrtOps.Adapters;

namespace XmrtOps.Functions.Sources;

/// <summary>What a project's config.toml says of its functions.</summary>
internal sealed record ProjectConfiguration
{
    /// <summary>Where the file is, or would be; null where the project's folder was not found.</summary>
    public string? Path { get; init; }

    /// <summary>There is such a file.</summary>
    public bool Exists { get; init; }

    /// <summary>Why it cannot be read; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>The line that is wrong, from 1.</summary>
    public int? FaultLine { get; init; }

    /// <summary>By the functions' names.</summary>
    public IReadOnlyDictionary<string, FunctionConfiguration> Functions { get; init; } =
        new Dictionary<string, FunctionConfiguration>(StringComparer.Ordinal);

    /// <summary>Looks for supabase/config.toml in a project's folder, in its folder supabase, or above a folder within.</summary>
    public static ProjectConfiguration Find(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            foreach (string path in new[]
            {
                System.IO.Path.Combine(at.FullName, "supabase", "config.toml"),
                at.Name == "supabase" ? System.IO.Path.Combine(at.FullName, "config.toml") : "",
            })
            {
                if (path.Length > 0 && File.Exists(path))
                {
                    return Read(path);
                }
            }

            if (at.Name == "supabase")
            {
                return new ProjectConfiguration { Path = System.IO.Path.Combine(at.FullName, "config.toml") };
            }
        }

        return new ProjectConfiguration();
    }

    private static ProjectConfiguration Read(string path)
    {
        ProjectConfiguration read = new() { Path = path, Exists = true };
        try
        {
            IReadOnlyDictionary<string, object?> document = Toml.Read(File.ReadAllText(path));
            return document.GetValueOrDefault("functions") is IReadOnlyDictionary<string, object?> functions
                ? read with
                {
                    Functions = functions.Where(entry => entry.Value is IReadOnlyDictionary<string, object?>).ToDictionary(
                        entry => entry.Key,
                        entry => FunctionConfiguration.Of((IReadOnlyDictionary<string, object?>)entry.Value!),
                        StringComparer.Ordinal),
                }
                : read;
        }
        catch (TomlSyntaxException exception)
        {
            return read with { Fault = "it is no TOML", FaultLine = exception.Line };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return read with { Fault = $"it cannot be read ({exception.Message})" };
        }
    }
}
