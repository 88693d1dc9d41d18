using System.Globalization;

namespace XmrtOps.Database.Plans;

/// <summary>A text that a plan is asked for, looked at before the server sees it: it has to be one whole statement.</summary>
internal sealed record PlannableText
{
    // What a person or a program writes stays far below; beyond it is data, or a mistake.
    private const int LongestCharacters = 1_000_000;

    private static readonly HashSet<string> s_planned = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "VALUES", "TABLE", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE",
    };

    /// <summary>The statement without what follows it: semicolons and comments.</summary>
    public string Sql { get; private init; } = "";

    /// <summary>The pieces of the statement, without white space and comments.</summary>
    public IReadOnlyList<SqlToken> Tokens { get; private init; } = [];

    /// <summary>Values that it needs: the highest of $1, $2, …</summary>
    public int ParameterCount { get; private init; }

    /// <summary>Why there can be no plan of it; null where the server decides.</summary>
    public string? Reason { get; private init; }

    public static PlannableText Of(string text)
    {
        if (text.Length > LongestCharacters)
        {
            return Refused(string.Create(
                CultureInfo.CurrentCulture,
                $"The text has {text.Length:N0} characters; {LongestCharacters:N0} are the most that is planned."));
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return Refused("The text holds a NUL character, which PostgreSQL has not.");
        }

        List<SqlToken> all = SqlLexer.Tokens(text);
        if (!all.TrueForAll(token => token.IsComplete))
        {
            return Refused("The text ends within quotes or a comment: it was cut off.");
        }

        int first = all.FindIndex(token => token.IsSignificant && !token.Is(';'));
        if (first < 0)
        {
            return Refused("The text holds no statement.");
        }

        int end = all.FindIndex(first, token => token.Is(';'));
        if (end >= 0 && all.Skip(end).Any(token => token.IsSignificant && !token.Is(';')))
        {
            return Refused("The text holds several statements. Give them one by one.");
        }

        SqlToken[] statement = [.. all.Skip(first).Take((end < 0 ? all.Count : end) - first)];
        int last = Array.FindLastIndex(statement, token => token.IsSignificant);
        SqlToken[] significant = [.. statement.Where(token => token.IsSignificant)];
        return new PlannableText
        {
            Sql = string.Concat(statement.Take(last + 1).Select(token => token.Text)),
            Tokens = significant,
            ParameterCount = HighestParameter(significant, out bool isAbsurd),
            Reason = isAbsurd ? "The text has a parameter beyond $65535." : WhyNot(significant),
        };
    }

    private static PlannableText Refused(string reason) => new() { Reason = reason };

    private static int HighestParameter(SqlToken[] tokens, out bool isAbsurd)
    {
        isAbsurd = false;
        int highest = 0;
        foreach (SqlToken token in tokens.Where(token => token.Kind == SqlTokenKind.Parameter))
        {
            if (int.TryParse(token.Text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number <= ushort.MaxValue)
            {
                highest = Math.Max(highest, number);
            }
            else
            {
                isAbsurd = true;
            }
        }

        return highest;
    }

    private static string? WhyNot(SqlToken[] tokens)
    {
        int depth = 0;
        foreach (SqlToken token in tokens)
        {
            depth += token.Is('(') ? 1 : token.Is(')') ? -1 : 0;
        }

        if (depth > 0 || tokens[^1].Text.EndsWith('…') || (tokens.Length > 2 && tokens[^3..].All(token => token.Is('.'))))
        {
            return "The text is not whole: it was cut off.";
        }

        SqlToken verb = tokens.FirstOrDefault(token => !token.Is('('));
        string word = verb.Text?.ToUpperInvariant() ?? "";
        return word switch
        {
            _ when verb.Kind == SqlTokenKind.Word && s_planned.Contains(word) => null,
            "EXPLAIN" => "The text is an EXPLAIN already. Give the statement that it explains.",
            "COPY" or "DECLARE" or "CREATE" or "PREPARE" or "REFRESH" =>
                $"{word} is a utility statement: the server shows no plan of it. Give the query within it.",
            "CALL" or "DO" or "EXECUTE" =>
                $"{word} has no plan of its own. Give the statements that it runs.",
            _ when verb.Kind == SqlTokenKind.Word => $"{word} is a utility statement: it has no plan.",
            _ => "The text does not begin like a statement.",
        };
    }
}
