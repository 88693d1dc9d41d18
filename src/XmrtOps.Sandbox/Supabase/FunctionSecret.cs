namespace XmrtOps.Sandbox.Supabase;

/// <summary>A secret of the edge functions.</summary>
internal sealed record FunctionSecret(string Value, DateTimeOffset UpdatedAt);
