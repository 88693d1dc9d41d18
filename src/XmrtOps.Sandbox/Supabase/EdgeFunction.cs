using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>An edge function as it is deployed.</summary>
public sealed partial record EdgeFunction
{
    /// <summary>Its identity, the same for one name in every sandbox.</summary>
    public Guid Id => IdOf(Slug);

    /// <summary>Its name in addresses.</summary>
    public required string Slug { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>ACTIVE, REMOVED or THROTTLED.</summary>
    public string Status { get; init; } = "ACTIVE";

    /// <summary>Counts its deployments.</summary>
    public required int Version { get; init; }

    /// <summary>When it was first deployed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last deployed or changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether the gateway wants a valid JWT before it calls it.</summary>
    public required bool VerifyJwt { get; init; }

    /// <summary>The file that starts it.</summary>
    public required string EntrypointPath { get; init; }

    /// <summary>Its import map; null for none.</summary>
    public string? ImportMapPath { get; init; }

    /// <summary>Its bundle as the platform keeps it; empty where that was lost.</summary>
    public required ReadOnlyMemory<byte> Bundle { get; init; }

    /// <summary>SHA-256 of the bundle, in lower-case hexadecimal digits.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bundle.Span));

    /// <summary>Its files; empty where the bundle was not made of files that are known.</summary>
    public IReadOnlyList<EdgeFunctionFile> Files => FunctionBundle.Unpack(Bundle);

    /// <summary>The secrets that its source reads, without those that the platform sets.</summary>
    public IReadOnlyList<string> SecretsRead =>
    [
        .. Files
            .SelectMany(file => SecretPattern().Matches(Encoding.UTF8.GetString(file.Content.Span)))
            .Select(match => match.Groups["name"].Value)
            .Where(name => !name.StartsWith("SUPABASE_", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The identity of the function of this name.</summary>
    public static Guid IdOf(string slug)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"edge function {slug}"));
        // A random UUID in form: version 4, variant 1.
        digest[6] = (byte)((digest[6] & 0x0F) | 0x40);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest.AsSpan(0, 16), bigEndian: true);
    }

    internal static bool IsSlug(string? text) => text is not null && SlugPattern().IsMatch(text);

    [GeneratedRegex(@"Deno\.env\.get\(\s*['""](?<name>\w+)['""]\s*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretPattern();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]*\z", RegexOptions.None, 1000)]
    private static partial Regex SlugPattern();
}
