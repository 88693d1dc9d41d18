namespace XmrtOps.Sandbox.Supabase;

/// <summary>One part of a multipart body; a file where it has a file name.</summary>
internal sealed record MultipartPart(string Name, string? FileName, string ContentType, ReadOnlyMemory<byte> Content);
