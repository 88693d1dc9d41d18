namespace XmrtOps.Functions.Sources;

/// <summary>A function's part of config.toml.</summary>
/// <param name="VerifyJwt">Whether the platform is to check tokens; null where that is not said.</param>
/// <param name="Entrypoint">The file that starts it, from the folder supabase; null for index.ts.</param>
/// <param name="ImportMap">Its import map or deno.json, from the folder supabase.</param>
/// <param name="HasStaticFiles">It names files that go along with the code.</param>
/// <param name="IsDisabled">It is not to be deployed.</param>
internal sealed record FunctionConfiguration(
    bool? VerifyJwt, string? Entrypoint, string? ImportMap, bool HasStaticFiles, bool IsDisabled)
{
    public static FunctionConfiguration Of(IReadOnlyDictionary<string, object?> table) => new(
        table.GetValueOrDefault("verify_jwt") as bool?,
        table.GetValueOrDefault("entrypoint") is string { Length: > 0 } entry ? entry : null,
        table.GetValueOrDefault("import_map") is string { Length: > 0 } map ? map : null,
        table.GetValueOrDefault("static_files") is IReadOnlyList<object?> { Count: > 0 },
        table.GetValueOrDefault("enabled") is false);
}
