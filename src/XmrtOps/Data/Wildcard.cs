using System.Text;
using XmrtOps.Faults;

namespace XmrtOps.Data;

/// <summary>
/// PowerShell's wildcards (* ? [a-z], a backtick before a character that stands for itself) as a regular expression of
/// PostgreSQL, so that the database matches what PowerShell would, and no character of the data means anything else.
/// </summary>
internal sealed class Wildcard
{
    private Wildcard(string regex) => Regex = regex;

    /// <summary>For PostgreSQL's ~* operator.</summary>
    public string Regex { get; }

    /// <summary>Null means all.</summary>
    /// <exception cref="XmrtException">InvalidWildcard.</exception>
    public static Wildcard? Parse(string parameter, IReadOnlyList<string>? patterns) =>
        patterns is null || patterns.Contains("*", StringComparer.Ordinal)
            ? null
            : new Wildcard($"^({string.Join('|', patterns.Select(pattern => ToRegex(parameter, pattern)))})$");

    private static string ToRegex(string parameter, string pattern)
    {
        StringBuilder regex = new();
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '[':
                    i = AppendSet(regex, parameter, pattern, i);
                    break;
                case '`' when i + 1 < pattern.Length:
                    AppendLiteral(regex, pattern[++i]);
                    break;
                default:
                    AppendLiteral(regex, pattern[i]);
                    break;
            }
        }

        return regex.ToString();
    }

    private static int AppendSet(StringBuilder regex, string parameter, string pattern, int start)
    {
        regex.Append('[');
        int i = start + 1;
        for (; i < pattern.Length && (pattern[i] != ']' || i == start + 1); i++)
        {
            bool isEscaped = pattern[i] == '`' && i + 1 < pattern.Length;
            if (isEscaped)
            {
                i++;
            }

            bool isRange = !isEscaped && pattern[i] == '-' && i > start + 1 && i + 1 < pattern.Length && pattern[i + 1] != ']';
            if (isRange)
            {
                regex.Append('-');
            }
            else
            {
                AppendLiteral(regex, pattern[i]);
            }
        }

        if (i >= pattern.Length)
        {
            throw Errors.InvalidWildcard(parameter, pattern);
        }

        regex.Append(']');
        return i;
    }

    // A character that a text of PostgreSQL cannot hold matches nothing: the empty alternative of a look-ahead.
    private static void AppendLiteral(StringBuilder regex, char c)
    {
        if (c == '\0')
        {
            regex.Append("(?!)");
        }
        else if (char.IsAsciiLetterOrDigit(c) || c == '_' || c > 127)
        {
            regex.Append(c);
        }
        else
        {
            regex.Append('\\').Append(c);
        }
    }
}
