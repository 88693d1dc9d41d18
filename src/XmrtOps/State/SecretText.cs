using System.Buffers;
using System.Text.RegularExpressions;

namespace XmrtOps.State;

/// <summary>Recognizes secrets by what they are called and by how they look, to keep them out of files.</summary>
internal static partial class SecretText
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mask = "***";

    private static readonly string[] s_words =
        ["password", "passwd", "passphrase", "pwd", "token", "secret", "credential", "jwt", "apikey", "authorization"];

    // What tokens begin with, and what the two others cannot do without: most texts hold none of it, and need not be searched
    // by expressions. Whatever Tokens finds has to begin with one of these.
    private static readonly SearchValues<string> s_beginnings = SearchValues.Create(
        [
            "eyJ", "sb", "vc", "vercel_", "gh", "github_pat_", "xox", "hooks.slack.com", "discord", "AKIA", "ASIA", "sk-", "sk_",
            "Bearer", "://", "=",
        ],
        StringComparison.Ordinal);

    /// <summary>A value of this name is a secret, unless the name says that it only tells where one is.</summary>
    public static bool IsSecretName(string name)
    {
        string plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return !plain.EndsWith("From", StringComparison.OrdinalIgnoreCase)
            && (plain.EndsWith("key", StringComparison.OrdinalIgnoreCase)
                || s_words.Any(word => plain.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Some part of the text looks like a token, or like a password in a connection string.</summary>
    public static bool HoldsSecret(string text)
    {
        try
        {
            return Tokens().IsMatch(text) || UrlPasswords().IsMatch(text) || PairPasswords().IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    /// <summary>The text with what looks like a secret masked; all of it where that cannot be told in time.</summary>
    public static string MaskIn(string text)
    {
        if (!text.AsSpan().ContainsAny(s_beginnings))
        {
            return text;
        }

        try
        {
            string withoutTokens = Tokens().Replace(text, Mask);
            string withoutUrls = UrlPasswords().Replace(withoutTokens, "${before}" + Mask + "${after}");
            return PairPasswords().Replace(withoutUrls, "${before}" + Mask);
        }
        catch (RegexMatchTimeoutException)
        {
            return Mask;
        }
    }

    // JSON web tokens, and the keys and hooks of the platforms that a runbook meets: Supabase, Vercel, GitHub, Slack, AWS.
    [GeneratedRegex(
        @"\beyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?"
        + @"|\bsb[a-z]?_(secret_|publishable_)?[A-Za-z0-9_]{16,}"
        + @"|\bvc[a-z]_[A-Za-z0-9]{16,}|\bvercel_[A-Za-z0-9_]{16,}"
        + @"|\bgh[a-z]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}"
        + @"|\bxox[a-z]-[A-Za-z0-9-]{10,}|\bhooks\.slack\.com/services/\S+|\bdiscord(app)?\.com/api/webhooks/\S+"
        + @"|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bsk[-_](live|test|proj|ant)[-_][A-Za-z0-9_-]{10,}"
        + @"|\bBearer\s+[A-Za-z0-9._~+/=-]{8,}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();

    // To the last @, because a password may hold one that was not written as %40.
    [GeneratedRegex(
        @"(?<before>\b[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s/:@]*:)[^\s]+(?<after>@)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex UrlPasswords();

    [GeneratedRegex(
        @"(?<before>\b(password|pwd|sslpassword|apikey|token|secret)\s*=\s*)('(\\.|[^'\\])*'?|""[^""]*""?|[^\s;&'""]+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PairPasswords();
}
