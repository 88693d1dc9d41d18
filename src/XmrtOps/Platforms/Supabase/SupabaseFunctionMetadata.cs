namespace XmrtOps.Platforms.Supabase;

/// <summary>What a deployment says of its files.</summary>
internal sealed record SupabaseFunctionMetadata
{
    public string? EntrypointPath { get; init; }

    public string? ImportMapPath { get; init; }

    public IReadOnlyList<string>? StaticPatterns { get; init; }

    public bool? VerifyJwt { get; init; }

    public string? Name { get; init; }
}
