using XmrtOps.Functions.Checks;
using XmrtOps.Functions.Saved;
using XmrtOps.Functions.Sources;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions.Publishing;

/// <summary>What is to be deployed as one function.</summary>
internal sealed record FunctionPackage
{
    public required string Name { get; init; }

    /// <summary>Its name for people; the platform's own where null.</summary>
    public string? Title { get; init; }

    public required string EntrypointPath { get; init; }

    public string? ImportMapPath { get; init; }

    public required IReadOnlyList<SupabaseFunctionFile> Files { get; init; }

    /// <summary>The check of tokens as a saved version had it, which comes back with it; null for a source.</summary>
    public bool? SavedVerifyJwt { get; init; }

    /// <summary>The check of tokens of a new function; null where nobody says.</summary>
    public bool? ConfiguredVerifyJwt { get; init; }

    /// <summary>Where it is from, for people.</summary>
    public required string Origin { get; init; }

    /// <summary>Tests that were not passed or not made.</summary>
    public IReadOnlyList<FunctionTestResult> OpenTests { get; init; } = [];

    public long Bytes => Files.Sum(file => (long)file.Content.Length);

    public static FunctionPackage Of(FunctionSource source, IReadOnlyList<FunctionTestResult> tests) => new()
    {
        Name = source.Name,
        EntrypointPath = source.NameOf(source.Entrypoint!),
        ImportMapPath = source.Map.Path is { } map ? source.NameOf(map) : null,
        Files = [.. source.Modules.Select(module => new SupabaseFunctionFile(module.Name, module.Content))],
        ConfiguredVerifyJwt = source.Configuration?.VerifyJwt,
        Origin = source.Directory,
        OpenTests = [.. tests.Where(test => test.Passed != true)],
    };

    public static FunctionPackage Of(SavedManifest manifest, IReadOnlyList<SupabaseFunctionFile> files, string path) => new()
    {
        Name = FunctionNames.Checked(manifest.Name),
        Title = manifest.Title,
        EntrypointPath = manifest.EntrypointPath ?? "index.ts",
        ImportMapPath = manifest.ImportMapPath,
        Files = files,
        SavedVerifyJwt = manifest.VerifyJwt,
        Origin = path,
    };

    /// <summary>The check of tokens that it is deployed with: what was said; what a saved version had; what is deployed; what config.toml
    /// says; and on, as the platform has it.</summary>
    public bool VerifyJwt(bool? told, SupabaseFunction? deployed) =>
        told ?? SavedVerifyJwt ?? deployed?.VerifyJwt ?? ConfiguredVerifyJwt ?? true;
}
