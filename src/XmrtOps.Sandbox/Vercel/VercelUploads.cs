using System.Security.Cryptography;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Files that were uploaded, each known by its SHA-1: a deployment names them, and one that is there is not sent again.</summary>
public sealed class VercelUploads
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);

    /// <summary>The bytes of a file; null where it was never uploaded.</summary>
    public ReadOnlyMemory<byte>? Find(string sha)
    {
        if (_files.TryGetValue(sha, out var file)) return file;

        return null;
    }

    /// <summary>Keeps a file.</summary>
    /// <returns>Its SHA-1, 40 hexadecimal digits in small letters.</returns>
    internal string Keep(ReadOnlyMemory<byte> file)
    {
        var sha = Sha1(file.Span);
        _files[sha] = file;
        return sha;
    }

#pragma warning disable CA5350 // The API counts by it.
    internal static string Sha1(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(SHA1.HashData(file));
#pragma warning restore CA5350
}
