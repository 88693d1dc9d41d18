using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using XmrtOps.Functions.Sources;
using XmrtOps.State;

namespace XmrtOps.Functions.Checks;

/// <summary>Finds what looks like a secret in a source. The values stay in here: they are used to keep them out of other texts.</summary>
internal static partial class SourceSecrets
{
    private const int ShortestValue = 12;

    /// <param name="Line">Its line, from 1.</param>
    /// <param name="What">What it is, for a person.</param>
    /// <param name="IsPublic">It is made to be public, as an anon key is.</param>
    /// <param name="Value">The secret; null for a whole file.</param>
    internal sealed record Found(int Line, string What, bool IsPublic, string? Value)
    {
        /// <summary>Where, and no value: records print all they hold.</summary>
        public override string ToString() => What;
    }

    public static IEnumerable<Found> In(ReadOnlyMemory<byte> content)
    {
        if (content.Span[..Math.Min(content.Length, 8_000)].Contains((byte)0))
        {
            yield break;
        }

        string[] lines = Encoding.UTF8.GetString(content.Span).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            // What is longer was made by a machine; its beginning is enough to see what it is.
            string line = lines[i].Length > 20_000 ? lines[i][..20_000] : lines[i];
            if (Of(line) is { } found)
            {
                yield return found with { Line = i + 1 };
            }
        }
    }

    /// <summary>A text without the secrets of a source, whatever form they have.</summary>
    public static string Without(string text, IEnumerable<Found> found)
    {
        foreach (string value in found.Select(secret => secret.Value).OfType<string>())
        {
            text = text.Replace(value, SecretText.Mask, StringComparison.Ordinal);
        }

        return SecretText.MaskIn(text);
    }

    private static Found? Of(string line)
    {
        if (line.Contains("-----BEGIN ", StringComparison.Ordinal) && line.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return new Found(0, "a private key", IsPublic: false, null);
        }

        if (Token().Match(line) is { Success: true } token)
        {
            bool isPublic = token.Value.StartsWith("sb_publishable_", StringComparison.Ordinal) || IsAnon(token.Value);
            return new Found(
                0,
                isPublic ? "a key that is made to be public" : token.Value.StartsWith("eyJ", StringComparison.Ordinal) ? "a JSON web token" : "a token",
                isPublic,
                token.Value);
        }

        if (Address().Match(line) is { Success: true } address && !IsPlaceholder(address.Groups["value"].Value))
        {
            return new Found(0, "a password in an address", IsPublic: false, address.Groups["value"].Value);
        }

        return Assigned().Match(line) is { Success: true } assigned
            && SecretText.IsSecretName(assigned.Groups["name"].Value) && !IsPlaceholder(assigned.Groups["value"].Value)
                ? new Found(0, $"a value of {assigned.Groups["name"].Value}", IsPublic: false, assigned.Groups["value"].Value)
                : null;
    }

    // A secret has digits and letters and no blanks; a name of a variable, a header or a route has no digits as a rule.
    private static bool IsPlaceholder(string value) => value.Length < ShortestValue
        || value.Any(c => char.IsWhiteSpace(c) || c is '$' or '<' or '{')
        || !value.Any(char.IsDigit)
        || !value.Any(char.IsLetter)
        || value.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        || value.Contains("example", StringComparison.OrdinalIgnoreCase)
        || value.Contains("your", StringComparison.OrdinalIgnoreCase)
        || value.Distinct().Count() < 6;

    private static bool IsAnon(string token)
    {
        try
        {
            using JsonDocument claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
            return claims.RootElement.TryGetProperty("role", out JsonElement role) && role.ValueKind == JsonValueKind.String
                && role.GetString() == "anon";
        }
        catch (Exception exception) when (exception is JsonException or FormatException or IndexOutOfRangeException or InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex(
        @"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}(\.[\w-]*)?"
        + @"|\bsb[a-z]?_(secret_|publishable_)?[A-Za-z0-9_]{16,}"
        + @"|\bvc[a-z]_[A-Za-z0-9]{16,}|\bvercel_[A-Za-z0-9_]{16,}"
        + @"|\bgh[a-z]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}"
        + @"|\bxox[a-z]-[A-Za-z0-9-]{10,}|\bhooks\.slack\.com/services/[\w/]{20,}|\bdiscord(app)?\.com/api/webhooks/\d+/[\w-]{20,}"
        + @"|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bsk[-_](live|test|proj|ant|or)[-_][A-Za-z0-9_-]{10,}|\bwhsec_[A-Za-z0-9]{16,}"
        + @"|\bAIza[A-Za-z0-9_-]{30,}|\brnd_[A-Za-z0-9]{20,}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Token();

    [GeneratedRegex(
        @"\b[a-z][a-z0-9+.-]{1,30}://[^\s/:@'""`]+:(?<value>[^\s/@'""`$]+)@",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex Address();

    [GeneratedRegex(
        @"\b(?<name>[A-Za-z_][\w-]{1,60})['""]?\s*(:\s*string\s*)?[:=]\s*['""`](?<value>[^'""`]{12,400})['""`]",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Assigned();
}
