namespace XmrtOps.Platforms.Supabase;

/// <summary>The source of a function as it is deployed.</summary>
/// <param name="Metadata">The platform's own words about it, as JSON; null where there are none.</param>
/// <param name="Files">Its files.</param>
internal sealed record SupabaseFunctionBody(string? Metadata, IReadOnlyList<SupabaseFunctionFile> Files);
