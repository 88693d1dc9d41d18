namespace XmrtOps.Platforms.Supabase;

/// <summary>A file of a function.</summary>
/// <param name="Path">As the platform has it: relative, or of the machine that bundled it. Not to be written to without a
/// check of where it leads.</param>
/// <param name="Content">What is in it.</param>
internal sealed record SupabaseFunctionFile(string Path, ReadOnlyMemory<byte> Content);
