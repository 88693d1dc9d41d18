namespace XmrtOps.Sandbox.Supabase;

/// <summary>One file of an edge function's source.</summary>
/// <param name="Path">Relative path as it was deployed, such as supabase/functions/system-status/index.ts.</param>
/// <param name="Content">Its bytes.</param>
public sealed record EdgeFunctionFile(string Path, ReadOnlyMemory<byte> Content);
