namespace XmrtOps.Platforms;

/// <summary>A part of a multipart body.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="FileName">Name of the file, or null.</param>
/// <param name="SupabasePath">Supabase's header for the relative path, or null.</param>
/// <param name="Content">What is in it: a part of the answer's memory, not to be kept.</param>
internal sealed record MultipartPart(string? Name, string? FileName, string? SupabasePath, ReadOnlyMemory<byte> Content);
