namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>One column of the result.</summary>
/// <param name="Field">The column; null for all of them.</param>
/// <param name="Cast">A type to cast to.</param>
/// <param name="Alias">Another name in the result.</param>
internal sealed record RestSelectItem(RestField? Field, string? Cast, string? Alias);
