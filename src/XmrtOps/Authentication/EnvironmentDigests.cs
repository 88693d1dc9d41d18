using System.Security.Cryptography;
using System.Text;

namespace XmrtOps.Authentication;

/// <summary>Values that a place takes for a name, by their SHA-256: the values themselves are not kept.</summary>
internal sealed class EnvironmentDigests
{
    private readonly HashSet<string> _digests = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The place takes values, too, that it does not tell.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>Why nothing is known of it; null where something is.</summary>
    public string? Unknown { get; init; }

    public static string Of(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    /// <summary>As the platform lists secrets.</summary>
    public static bool IsDigest(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigit);

    public void AddValue(string value) => _digests.Add(Of(value));

    public void AddHidden() => IsIncomplete = true;

    /// <summary>An address means the same with and without a slash at its end.</summary>
    public void AddAddress(Uri address)
    {
        string text = address.OriginalString.TrimEnd('/');
        AddValue(text);
        AddValue($"{text}/");
    }

    public EnvironmentState Compare(string digest) => _digests.Contains(digest) ? EnvironmentState.Equal
        : IsIncomplete || _digests.Count == 0 ? EnvironmentState.CannotCompare
        : EnvironmentState.Different;
}
