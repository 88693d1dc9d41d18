using XmrtOps.Database.Plans;

namespace XmrtOps.Database.Indexing;

/// <summary>Turns what a plan writes into what an index can have: a column, or an expression that never changes.</summary>
/// <param name="table">The table.</param>
/// <param name="alias">What the plan calls it.</param>
/// <param name="volatileFunctions">Functions that may give something else another time.</param>
internal sealed class KeyParts(TableStatistics table, string alias, IReadOnlySet<string> volatileFunctions)
{
    // Types whose texts are read the same by everybody, whatever the session's settings.
    private static readonly HashSet<string> s_stableTypes = new(StringComparer.Ordinal)
    {
        "text", "character varying", "integer", "bigint", "smallint", "numeric", "double precision", "real", "uuid", "boolean",
        "jsonb",
    };

    private static readonly HashSet<string> s_stableOperators = new(StringComparer.Ordinal) { "->", "->>", "#>", "#>>", "||" };

    /// <summary>The element of an index for an expression; null where there can be none.</summary>
    public KeyPart? Of(Operand operand, string words, double? fraction = null)
    {
        if (!operand.Aliases.SetEquals([alias]))
        {
            return null;
        }

        if (operand.Column(alias, out IReadOnlyList<string> casts) is { } name)
        {
            if (!table.Columns.TryGetValue(name, out ColumnStatistics? column))
            {
                return null;
            }

            if (casts.All(type => IsSameBytes(column, type)))
            {
                return new KeyPart(IdentifierSql.Of(name), name, fraction ?? column.EqualityFraction, words);
            }
        }

        return IsImmutable(operand)
            ? new KeyPart(Bracketed(operand.TextWithout(alias)), Column: null, fraction, words)
            : null;
    }

    /// <summary>The text of a condition without the table's alias, for people.</summary>
    public string Words(Operand left, string between, Operand right) =>
        $"{left.TextWithout(alias)} {between} {Module.Display.OneLine(right.TextWithout(alias), 40)}";

    /// <summary>A varchar is stored as a text is: an index of the column serves the cast too.</summary>
    private static bool IsSameBytes(ColumnStatistics column, string type) =>
        type == column.Type || (column.Type == "character varying" && type == "text");

    private bool IsImmutable(Operand operand)
    {
        List<SqlToken> tokens = [.. SqlLexer.Tokens(operand.TextWithout(alias)).Where(token => token.IsSignificant)];
        return !tokens.Exists(token => token.Kind == SqlTokenKind.Parameter
                || (token.Kind == SqlTokenKind.Operator && !s_stableOperators.Contains(token.Text))
                || token.Is("SubPlan") || token.Is("InitPlan") || token.Is("COLLATE") || token.Is("EXTRACT") || token.Is("OPERATOR"))
            && !operand.Functions.Any(volatileFunctions.Contains)
            && operand.ColumnsOf(alias).All(name =>
                table.Columns.TryGetValue(name, out ColumnStatistics? column) && IsStable(column.Type))
            && operand.TypesOfColumnCasts(alias).All(s_stableTypes.Contains);
    }

    private static bool IsStable(string type) =>
        s_stableTypes.Contains(type) || type is "date" or "timestamp without time zone" or "timestamp with time zone" or "bytea"
            or "character" or "name" or "inet" or "json" || type.EndsWith("[]", StringComparison.Ordinal);

    /// <summary>CREATE INDEX takes a call of a function as it is, and anything else in brackets.</summary>
    private static string Bracketed(string expression)
    {
        List<SqlToken> tokens = [.. SqlLexer.Tokens(expression).Where(token => token.IsSignificant)];
        bool isCall = tokens.Count > 2 && tokens[0].Kind == SqlTokenKind.Word && tokens[1].Is('(') && IsClosedAtEnd(tokens);
        return isCall ? expression : $"({expression})";
    }

    private static bool IsClosedAtEnd(List<SqlToken> tokens)
    {
        int depth = 0;
        for (int i = 1; i < tokens.Count; i++)
        {
            depth += tokens[i].Is('(') ? 1 : tokens[i].Is(')') ? -1 : 0;
            if (depth == 0)
            {
                return i == tokens.Count - 1;
            }
        }

        return false;
    }
}
