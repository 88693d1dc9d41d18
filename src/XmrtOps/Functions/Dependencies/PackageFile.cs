using System.Text.Json;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Functions.Dependencies;

/// <summary>The packages of a frontend: package.json, and the versions that package-lock.json holds on to.</summary>
internal static class PackageFile
{
    private const string Name = "package.json";
    private const string Lock = "package-lock.json";

    private static readonly string[] s_otherLocks = ["pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"];

    private static readonly string[] s_own = ["workspace:", "file:", "link:", "portal:"];

    private static readonly (string Property, bool IsDevelopment)[] s_lists =
        [("dependencies", false), ("optionalDependencies", false), ("devDependencies", true)];

    /// <summary>The packages that a folder's package.json names; null where there is none.</summary>
    /// <exception cref="XmrtException">PackageFileUnreadable.</exception>
    public static IReadOnlyList<Dependency>? Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            return null;
        }

        using JsonDocument manifest = Parse(path);
        Dictionary<string, string>? locked = LockedIn(folder);
        string? other = locked is not null ? null : s_otherLocks.FirstOrDefault(file => File.Exists(Path.Combine(folder, file)));
        string usedBy = Text(manifest.RootElement, "name") ?? Path.GetFileName(folder);
        List<Dependency> found = [];
        foreach ((string property, bool isDevelopment) in s_lists)
        {
            if (manifest.RootElement.TryGetProperty(property, out JsonElement list) && list.ValueKind == JsonValueKind.Object)
            {
                found.AddRange(list.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String)
                    .Select(entry => Of(entry.Name, entry.Value.GetString()!, locked, other) with
                    {
                        UsedBy = usedBy,
                        IsDevelopment = isDevelopment,
                        Locations = [Name],
                    }));
            }
        }

        return [.. found.DistinctBy(dependency => dependency.Package).OrderBy(dependency => dependency.Package, StringComparer.Ordinal)];
    }

    private static Dependency Of(string package, string requested, Dictionary<string, string>? locked, string? other)
    {
        bool isExact = Checks.PackageReference.Of($"npm:{package}@{requested}") is { IsPinned: true };
        string? installed = locked?.GetValueOrDefault(package);
        Dependency named = new() { Package = package, Registry = "npm", Requested = SecretText.MaskIn(requested) };
        if (s_own.Any(scheme => requested.StartsWith(scheme, StringComparison.Ordinal)))
        {
            return named with { MayChange = false, Reason = "it is of the same repository" };
        }

        return named with
        {
            Installed = installed,
            MayChange = installed is not null || isExact ? false : other is not null ? null : true,
            Reason = installed is not null ? $"{Lock} holds on to it"
                : isExact ? "one exact version; what it needs itself is held by no lock file that was read"
                : other is not null ? $"{other} is not read: it may hold on to a version"
                : locked is not null ? $"{Lock} does not know it: the newest that {named.Requested} allows"
                : $"no lock file: the newest that {named.Requested} allows, anew at each build",
        };
    }

    /// <summary>Versions by package, of any form of the file; null where there is none.</summary>
    private static Dictionary<string, string>? LockedIn(string folder)
    {
        string path = Path.Combine(folder, Lock);
        if (!File.Exists(path))
        {
            return null;
        }

        const string Modules = "node_modules/";
        using JsonDocument document = Parse(path);
        bool isNew = document.RootElement.TryGetProperty("packages", out JsonElement packages);
        if (!isNew && !document.RootElement.TryGetProperty("dependencies", out packages))
        {
            return [];
        }

        return packages.ValueKind != JsonValueKind.Object ? [] : packages.EnumerateObject()
            .Where(entry => entry.Value.ValueKind == JsonValueKind.Object && (!isNew || IsOwn(entry.Name)))
            .Select(entry => (Name: isNew ? entry.Name[Modules.Length..] : entry.Name, Version: Text(entry.Value, "version")))
            .Where(entry => entry.Version is not null)
            .DistinctBy(entry => entry.Name)
            .ToDictionary(entry => entry.Name, entry => entry.Version!, StringComparer.Ordinal);

        // Not those that other packages have for themselves.
        static bool IsOwn(string name) => name.StartsWith(Modules, StringComparison.Ordinal)
            && !name[Modules.Length..].Contains(Modules, StringComparison.Ordinal);
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw Errors.PackageFileUnreadable(path, "it is no JSON object");
        }
        catch (JsonException broken)
        {
            throw Errors.PackageFileUnreadable(path, $"it is no JSON (line {(broken.LineNumber ?? 0) + 1})");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.PackageFileUnreadable(path, exception.Message.TrimEnd('.'));
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
