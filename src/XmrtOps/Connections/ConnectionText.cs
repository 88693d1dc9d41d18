using System.Text;
using XmrtOps.Faults;

namespace XmrtOps.Connections;

/// <summary>
/// Reads the three ways to write a database's address: a postgresql:// URL (RFC 3986, as libpq takes it), libpq's
/// "key=value" pairs, and .NET's "Key=Value;" string. The result has libpq's names as keys.
/// </summary>
internal static class ConnectionText
{
    public static bool LooksLikeTarget(string text) =>
        IsUrl(text) || text.Contains('=', StringComparison.Ordinal) || IsUrlOfAnotherKind(text);

    /// <exception cref="XmrtException">InvalidTarget, UnknownConnectionParameter. No message repeats the text: it may
    /// hold a password.</exception>
    public static Dictionary<string, string> Parse(string text)
    {
        if (IsUrl(text))
        {
            return ParseUrl(text);
        }

        if (IsUrlOfAnotherKind(text))
        {
            throw Errors.InvalidTarget("The URL does not begin with postgresql://.");
        }

        return IsDotNet(text) ? ParseDotNet(text) : ParsePairs(text);
    }

    /// <summary>Pairs are divided by semicolons. One in a value of libpq's stands behind a quote or a second pair.</summary>
    private static bool IsDotNet(string text)
    {
        (string first, string rest) = Cut(text, ';');
        string value = Cut(Cut(first, '=').Right, '=') is ({ } left, { Length: > 0 }) ? left.Trim() : "";
        return (rest.Length > 0 || text.EndsWith(';'))
            && !text.Contains('\'', StringComparison.Ordinal)
            && !value.Any(char.IsWhiteSpace);
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Without its scheme, or with that of a library: user and password stand before an '@'.</summary>
    private static bool IsUrlOfAnotherKind(string text)
    {
        string start = Cut(text, '=').Left;
        return start.Contains("://", StringComparison.Ordinal) || start.Contains('@', StringComparison.Ordinal);
    }

    private static Dictionary<string, string> ParseUrl(string url)
    {
        Dictionary<string, string> found = New();
        string rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        if (rest.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw Errors.InvalidTarget("The URL holds a blank or a control character; write it as %20 or the like.");
        }

        (rest, string query) = Cut(rest, '?');
        (string authority, string path) = Cut(rest, '/');
        if (path.Contains('@', StringComparison.Ordinal) || query.Contains('@', StringComparison.Ordinal))
        {
            // Or a part of the password would be taken for the database, and shown as its name.
            throw Errors.InvalidTarget(
                "The URL has an '@' behind its host: write / as %2F, ? as %3F and @ as %40 in user, password and values.");
        }

        int at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            (string user, string password) = Cut(authority[..at], ':');
            Add(found, "user", Decode(user));
            Add(found, "password", Decode(password));
            authority = authority[(at + 1)..];
        }

        AddAuthority(found, authority);
        Add(found, "dbname", Decode(path));
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string name, string value) = Cut(pair, '=');
            // JDBC spells it so, and people paste it.
            string key = string.Equals(name, "ssl", StringComparison.Ordinal) && value == "true" ? "sslmode" : Decode(name);
            Add(found, Known(key), key == "sslmode" && value == "true" ? "require" : Decode(value));
        }

        return found;
    }

    private static void AddAuthority(Dictionary<string, string> found, string authority)
    {
        if (authority.Contains(',', StringComparison.Ordinal))
        {
            throw Errors.InvalidTarget("The URL names several hosts; XmrtOps connects to one, so that it is known which.");
        }

        string host = authority;
        string port = "";
        if (authority.StartsWith('['))
        {
            int end = authority.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || (end + 1 < authority.Length && authority[end + 1] != ':'))
            {
                throw Errors.InvalidTarget("An IPv6 address in the URL has to stand in [brackets].");
            }

            host = authority[1..end];
            port = end + 1 < authority.Length ? authority[(end + 2)..] : "";
        }
        else
        {
            (host, port) = Cut(authority, ':');
        }

        Add(found, "host", Decode(host));
        if (!port.All(char.IsAsciiDigit))
        {
            throw Errors.InvalidTarget("What stands behind the host's ':' in the URL is no port. Is the '@' of the user missing?");
        }

        Add(found, "port", port);
    }

    private static Dictionary<string, string> ParsePairs(string text)
    {
        Dictionary<string, string> found = New();
        int i = 0;
        while (SkipBlanks(text, ref i))
        {
            int equals = text.IndexOf('=', i);
            if (equals < 0)
            {
                throw Errors.InvalidTarget("The connection string has a word without '='.");
            }

            string key = text[i..equals].Trim();
            i = equals + 1;
            SkipBlanks(text, ref i);
            Add(found, Known(key), ReadValue(text, ref i));
        }

        return found;
    }

    private static bool SkipBlanks(string text, ref int i)
    {
        while (i < text.Length && char.IsWhiteSpace(text[i]))
        {
            i++;
        }

        return i < text.Length;
    }

    private static string ReadValue(string text, ref int i)
    {
        StringBuilder value = new();
        bool quoted = i < text.Length && text[i] == '\'';
        if (quoted)
        {
            i++;
        }

        for (; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                value.Append(text[++i]);
            }
            else if (quoted && c == '\'')
            {
                i++;
                return value.ToString();
            }
            else if (!quoted && char.IsWhiteSpace(c))
            {
                return value.ToString();
            }
            else
            {
                value.Append(c);
            }
        }

        return quoted
            ? throw Errors.InvalidTarget("A quoted value in the connection string is not closed.")
            : value.ToString();
    }

    private static Dictionary<string, string> ParseDotNet(string text)
    {
        Dictionary<string, string> found = New();
        System.Data.Common.DbConnectionStringBuilder builder = new();
        try
        {
            builder.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            // The exception quotes the text, and with it a password.
            throw Errors.InvalidTarget("The connection string cannot be read as Key=Value; pairs.");
        }

        foreach (string key in builder.Keys)
        {
            string name = ConnectionParameters.FromDotNet(key)
                ?? throw Errors.UnknownConnectionParameter(ConnectionParameters.Nearest(key));
            Add(found, name, Convert.ToString(builder[key], System.Globalization.CultureInfo.InvariantCulture) ?? "");
        }

        return found;
    }

    private static string Known(string key) => ConnectionParameters.IsKnown(key)
        ? key
        : throw Errors.UnknownConnectionParameter(ConnectionParameters.Nearest(key));

    private static Dictionary<string, string> New() => new(StringComparer.Ordinal);

    private static void Add(Dictionary<string, string> found, string key, string value)
    {
        if (value.Length > 0)
        {
            found[key] = value;
        }
    }

    private static (string Left, string Right) Cut(string text, char at)
    {
        int i = text.IndexOf(at, StringComparison.Ordinal);
        return i < 0 ? (text, "") : (text[..i], text[(i + 1)..]);
    }

    private static string Decode(string text)
    {
        for (int i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                throw Errors.InvalidTarget("The URL has a '%' that starts no escape; write a percent sign as %25.");
            }

            if (text[i + 1] == '0' && text[i + 2] == '0')
            {
                throw Errors.InvalidTarget("The URL holds %00, which no parameter can.");
            }
        }

        return Uri.UnescapeDataString(text);
    }
}
