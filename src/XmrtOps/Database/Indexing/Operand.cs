using XmrtOps.Database.Plans;

namespace XmrtOps.Database.Indexing;

/// <summary>One side of a comparison, as the server writes it in a plan: columns have the table's alias before them.</summary>
internal sealed class Operand
{
    private readonly IReadOnlyList<SqlToken> _tokens;
    private readonly IReadOnlyList<SqlToken> _significant;

    public Operand(IReadOnlyList<SqlToken> tokens)
    {
        _tokens = ConditionParser.Unwrap(tokens);
        _significant = [.. _tokens.Where(token => token.IsSignificant)];
        Aliases = FindAliases();
    }

    /// <summary>The tables whose columns it has.</summary>
    public IReadOnlySet<string> Aliases { get; }

    /// <summary>Written in the query's text: no column, no parameter, no result of another part of the plan.</summary>
    public bool IsConstant => Aliases.Count == 0
        && _significant.All(token => token.Kind is SqlTokenKind.Text or SqlTokenKind.Number or SqlTokenKind.Word
            or SqlTokenKind.Punctuation)
        && !_significant.Any(token => token.Is("SubPlan") || token.Is("InitPlan") || token.Is("CURRENT_TIMESTAMP"))
        && !CallsFunction;

    /// <summary>A function is called in it.</summary>
    public bool CallsFunction => Functions.Any();

    /// <summary>Names of the functions that are called in it.</summary>
    public IEnumerable<string> Functions
    {
        get
        {
            for (int i = 0; i + 1 < _significant.Count; i++)
            {
                if (_significant[i + 1].Is('(') && _significant[i].Name is { } name && !IsType(i) && !IsSyntax(_significant[i]))
                {
                    yield return name;
                }
            }
        }
    }

    /// <summary>The text of a constant without quotes and casts; null for anything else.</summary>
    public string? Value => !IsConstant || _significant.Count == 0 ? null : _significant[0].Kind switch
    {
        SqlTokenKind.Text when _significant[0].Text[0] == '\'' =>
            _significant[0].Text[1..^1].Replace("''", "'", StringComparison.Ordinal),
        SqlTokenKind.Number => _significant[0].Text,
        SqlTokenKind.Word when _significant[0].Is("true") => "t",
        SqlTokenKind.Word when _significant[0].Is("false") => "f",
        _ => null,
    };


    /// <summary>The column, where it is one and nothing more than casts of it; <paramref name="casts"/> are the types.</summary>
    public string? Column(string alias, out IReadOnlyList<string> casts)
    {
        List<string> types = [];
        IReadOnlyList<SqlToken> inner = _significant;
        while (ConditionParser.SplitCast(inner) is { } cast)
        {
            types.Add(cast.Type);
            inner = [.. ConditionParser.Unwrap(cast.Inner).Where(token => token.IsSignificant)];
        }

        casts = types;
        return inner is [var table, var dot, var column] && dot.Is('.') && table.Name == alias ? column.Name : null;
    }

    /// <summary>The expression as an index of the table has it: without the alias.</summary>
    public string TextWithout(string alias)
    {
        List<string> text = [];
        for (int i = 0; i < _tokens.Count; i++)
        {
            bool isPrefix = i + 2 < _tokens.Count && _tokens[i].Name == alias && _tokens[i + 1].Is('.')
                && (i == 0 || !_tokens[i - 1].Is('.')) && _tokens[i + 2].Name is not null;
            if (isPrefix)
            {
                text.Add(IdentifierSql.Of(_tokens[i + 2].Name!));
                i += 2;
            }
            else
            {
                text.Add(_tokens[i].Text);
            }
        }

        return string.Concat(text).Trim();
    }

    /// <summary>The columns of a table that it has.</summary>
    public IReadOnlySet<string> ColumnsOf(string alias)
    {
        HashSet<string> columns = new(StringComparer.Ordinal);
        for (int i = 0; i + 2 < _significant.Count; i++)
        {
            if (IsColumn(i) && _significant[i].Name == alias)
            {
                columns.Add(_significant[i + 2].Name!);
            }
        }

        return columns;
    }

    /// <summary>Types of the casts within it, of constants and of columns.</summary>
    public IEnumerable<string> TypesOfColumnCasts(string alias)
    {
        for (int i = 0; i + 2 < _significant.Count; i++)
        {
            // alias.column::type, or a bracketed expression: what is cast is not a constant.
            if (_significant[i].Is(':') && _significant[i + 1].Is(':') && i > 0
                && _significant[i - 1].Kind is not (SqlTokenKind.Text or SqlTokenKind.Number or SqlTokenKind.Parameter)
                && ColumnsOf(alias).Count > 0)
            {
                yield return ConditionParser.TypeAt(_significant, i + 2);
            }
        }
    }

    private HashSet<string> FindAliases()
    {
        HashSet<string> aliases = new(StringComparer.Ordinal);
        for (int i = 0; i + 2 < _significant.Count; i++)
        {
            if (IsColumn(i))
            {
                aliases.Add(_significant[i].Name!);
            }
        }

        return aliases;
    }

    private bool IsColumn(int i) =>
        _significant[i].Name is not null && _significant[i + 1].Is('.') && _significant[i + 2].Name is not null
        && !(i > 0 && _significant[i - 1].Is('.'))
        && !IsType(i)
        && !(i + 3 < _significant.Count && _significant[i + 3].Is('('));

    private bool IsType(int i) =>
        (i >= 1 && _significant[i - 1].Is(':')) || (i >= 3 && _significant[i - 1].Is('.') && _significant[i - 3].Is(':'));

    private static bool IsSyntax(SqlToken token) => token.Kind == SqlTokenKind.Word
        && token.Text.ToUpperInvariant() is "ANY" or "ALL" or "IN" or "AND" or "OR" or "NOT" or "WHEN" or "THEN" or "ELSE"
            or "CASE" or "COALESCE" or "NULLIF" or "GREATEST" or "LEAST" or "ARRAY" or "ROW" or "OPERATOR" or "EXISTS"
            or "FILTER" or "OVER" or "VARYING" or "NUMERIC" or "CHARACTER";
}
