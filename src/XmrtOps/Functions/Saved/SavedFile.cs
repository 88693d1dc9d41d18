namespace XmrtOps.Functions.Saved;

/// <summary>A file of a version that is kept.</summary>
/// <param name="Path">Its path at the platform. It is written nowhere: it may lead anywhere.</param>
/// <param name="File">The file in the folder that holds it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its digest, in hexadecimal digits.</param>
internal sealed record SavedFile(string Path, string File, long Bytes, string Sha256);
