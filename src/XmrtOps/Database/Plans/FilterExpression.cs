namespace XmrtOps.Database.Plans;

/// <summary>
/// Reads the conditions of a plan. The server writes each comparison in parentheses of its own, and with VERBOSE each
/// column with its table's alias, so that no grammar is needed.
/// </summary>
internal static class FilterExpression
{
    private static readonly HashSet<string> s_comparisons = ["=", "<", ">", "<=", ">=", "~~"];

    /// <summary>The columns that the condition compares within a function, an operator or a cast.</summary>
    /// <param name="filter">The condition, as EXPLAIN shows it.</param>
    /// <param name="alias">What it calls the table.</param>
    /// <param name="types">Types of the table's columns.</param>
    public static IEnumerable<WrappedColumn> WrappedColumns(
        string filter, string? alias, IReadOnlyDictionary<string, string> types)
    {
        List<SqlToken> tokens = SqlLexer.Tokens(filter);
        Stack<int> open = new();
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Is('('))
            {
                open.Push(i);
            }
            else if (tokens[i].Is(')'))
            {
                _ = open.TryPop(out _);
            }
            else if (tokens[i].Kind == SqlTokenKind.Operator && s_comparisons.Contains(tokens[i].Text) && open.Count > 0)
            {
                SqlToken[] left = Trimmed(tokens[(open.Peek() + 1)..i]);
                SqlToken[] right = Trimmed(tokens[(i + 1)..End(tokens, i)]);
                // A column against another one is no look-up.
                string? leftColumn = ColumnIn(left, alias, types);
                string? rightColumn = ColumnIn(right, alias, types);
                if ((leftColumn is null) != (rightColumn is null)
                    && Wrapped(leftColumn is null ? right : left, leftColumn ?? rightColumn!, alias, types) is { } wrapped)
                {
                    yield return wrapped;
                }
            }
        }
    }

    /// <summary>The condition looks at the table's rows; one that does not is the same for all of them.</summary>
    public static bool HasColumn(string filter, string? alias, IReadOnlyDictionary<string, string> types) =>
        ColumnIn([.. SqlLexer.Tokens(filter)], alias, types) is not null;

    private static WrappedColumn? Wrapped(
        SqlToken[] side, string column, string? alias, IReadOnlyDictionary<string, string> types)
    {
        SqlToken[] bare = WithoutAlias(side, alias);
        SqlToken[] significant = [.. bare.Where(token => token.IsSignificant && !token.Is('(') && !token.Is(')'))];
        if (significant.Length == 1)
        {
            return null;
        }

        bool isCast = significant.Length >= 4 && significant[0].Name == column && significant[1].Is(':') && significant[2].Is(':')
            && significant.Skip(3).All(token => token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName);
        // To the server a varchar is a text already: such a cast costs nothing and hides nothing.
        return isCast && types[column] == "varchar" && significant[3].Is("text")
            ? null
            : new WrappedColumn(column, types[column], string.Concat(bare.Select(token => token.Text)), isCast);
    }

    private static string? ColumnIn(SqlToken[] side, string? alias, IReadOnlyDictionary<string, string> types)
    {
        for (int i = 0; i < side.Length; i++)
        {
            if (side[i].Name is { } name && types.ContainsKey(name)
                && !(i + 1 < side.Length && (side[i + 1].Is('(') || side[i + 1].Is('.')))
                && (i > 0 && side[i - 1].Is('.')
                    ? i > 1 && side[i - 2].Name == alias
                    : !(i > 0 && side[i - 1].Is(':'))))
            {
                return name;
            }
        }

        return null;
    }

    private static SqlToken[] WithoutAlias(SqlToken[] side, string? alias)
    {
        List<SqlToken> kept = [];
        for (int i = 0; i < side.Length; i++)
        {
            if (i + 1 < side.Length && side[i + 1].Is('.') && side[i].Name == alias)
            {
                i++;
            }
            else
            {
                kept.Add(side[i]);
            }
        }

        return [.. kept];
    }

    /// <summary>Where the parenthesis ends that a token is in.</summary>
    private static int End(List<SqlToken> tokens, int at)
    {
        int depth = 0;
        for (int i = at + 1; i < tokens.Count; i++)
        {
            depth += tokens[i].Is('(') ? 1 : tokens[i].Is(')') ? -1 : 0;
            if (depth < 0)
            {
                return i;
            }
        }

        return tokens.Count;
    }

    private static SqlToken[] Trimmed(List<SqlToken> tokens)
    {
        int first = tokens.FindIndex(token => token.IsSignificant);
        int last = tokens.FindLastIndex(token => token.IsSignificant);
        return first < 0 ? [] : [.. tokens[first..(last + 1)]];
    }
}
