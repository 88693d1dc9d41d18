using XmrtOps.Database.Plans;
using XmrtOps.Module;

namespace XmrtOps.Database.Indexing;

/// <summary>The conditions of a need, sorted by how an index can serve them.</summary>
internal sealed class NeedParts
{
    private static readonly HashSet<string> s_ginOperators = new(StringComparer.Ordinal) { "@>", "?", "?|", "?&", "&&", "@@", "@?" };

    private readonly ScanNeed _need;
    private readonly TableStatistics _table;
    private readonly KeyParts _keys;
    private readonly bool _hasTrigrams;
    private readonly bool _hasParameters;

    /// <param name="need">What is looked for.</param>
    /// <param name="table">The table that is read.</param>
    /// <param name="volatileFunctions">Functions that no index can have.</param>
    /// <param name="trigramSchema">Where pg_trgm is; null where it is not installed.</param>
    public NeedParts(ScanNeed need, TableStatistics table, IReadOnlySet<string> volatileFunctions, string? trigramSchema)
    {
        _need = need;
        _table = table;
        _keys = new KeyParts(table, need.Alias, volatileFunctions);
        _hasTrigrams = trigramSchema is not null;
        TrigramClass = trigramSchema is null ? null : $"{IdentifierSql.Of(trigramSchema)}.gin_trgm_ops";
        // Constants of a text that has parameters are the same in every run of it.
        _hasParameters = need.Plan.Query is { } query
            && SqlLexer.Tokens(query).Exists(token => token.Kind == SqlTokenKind.Parameter);
        foreach (Condition condition in need.Conditions)
        {
            Sort(condition);
        }

        foreach ((Operand key, double partners) in need.Joins)
        {
            if (_keys.Of(key, $"{key.TextWithout(need.Alias)} = … (joined)") is { } part
                && partners * (part.Fraction ?? (1 / Math.Max(table.RowsOrGuess, 1))) <= IndexingThresholds.LookupFraction / 2)
            {
                Joins.Add(part);
            }
        }

        foreach (SortKey key in need.FirstBy)
        {
            if (_keys.Of(key.Key, key.Key.TextWithout(need.Alias)) is not { } part)
            {
                FirstBy.Clear();
                break;
            }

            FirstBy.Add((part, key));
        }
    }

    /// <summary>Looked up by equality, with one value.</summary>
    public List<KeyPart> Equalities { get; } = [];

    /// <summary>Looked up by equality, with any of several values.</summary>
    public List<KeyPart> AnyOf { get; } = [];

    /// <summary>Looked up by equality, with the values of another table's rows.</summary>
    public List<KeyPart> Joins { get; } = [];

    /// <summary>From, to, or the beginning of a text.</summary>
    public List<KeyPart> Ranges { get; } = [];

    /// <summary>What a gin index holds.</summary>
    public List<KeyPart> Contained { get; } = [];

    /// <summary>Conditions that a partial index can have, with the part of the rows that they let through.</summary>
    public List<(string Sql, string Column, double Fraction)> Predicates { get; } = [];

    /// <summary>What the first rows are wanted by.</summary>
    public List<(KeyPart Part, SortKey Key)> FirstBy { get; } = [];

    private string? TrigramClass { get; }

    private void Sort(Condition condition)
    {
        switch (condition)
        {
            case Condition.Comparison comparison:
                Compare(comparison);
                break;
            case Condition.NullTest test when Column(test.Tested) is { } column:
                double? nulls = column.NullFraction;
                AddPredicate(
                    $"{IdentifierSql.Of(column.Name)} IS {(test.IsNull ? "" : "NOT ")}NULL",
                    column.Name,
                    test.IsNull ? nulls : 1 - nulls);
                break;
            case Condition.Truth truth when Column(truth.Value) is { Type: "boolean" } column:
                AddPredicate(IdentifierSql.Of(column.Name), column.Name, FractionOf(column, "t"));
                break;
            case Condition.Not { Inner: Condition.Truth truth } when Column(truth.Value) is { Type: "boolean" } column:
                AddPredicate($"NOT {IdentifierSql.Of(column.Name)}", column.Name, FractionOf(column, "f"));
                break;
        }
    }

    private void Compare(Condition.Comparison comparison)
    {
        bool isLeft = comparison.Left.Aliases.Contains(_need.Alias);
        (Operand own, Operand other) = isLeft
            ? (comparison.Left, comparison.Right)
            : (comparison.Right, comparison.Left);
        if (other.Aliases.Contains(_need.Alias) || (comparison.IsAnyElement && !isLeft))
        {
            return;
        }

        string words = _keys.Words(own, comparison.IsAnyElement ? $"{comparison.Operator} any of" : comparison.Operator, other);
        switch (comparison.Operator)
        {
            case "=" when comparison.IsAnyElement:
                AddTo(AnyOf, own, words, fraction: null);
                break;
            case "=":
                Equal(own, other, words);
                break;
            case "<" or "<=" or ">" or ">=" when !comparison.IsAnyElement:
                AddTo(Ranges, own, words, fraction: 0.33);
                break;
            case "~~" or "~~*" when isLeft && !comparison.IsAnyElement && other.Value is { } pattern:
                Like(own, pattern, comparison.Operator == "~~", words);
                break;
            case { } containing when isLeft && !comparison.IsAnyElement && s_ginOperators.Contains(containing):
                Contain(own, containing, words);
                break;
        }
    }

    private void Equal(Operand own, Operand other, string words)
    {
        if (Column(own) is { } column && other.Value is { } value && _hasParameters
            && FractionOf(column, value) is { } fraction and <= IndexingThresholds.PartialFraction
            && column.Distinct <= 20)
        {
            AddPredicate($"{IdentifierSql.Of(column.Name)} = {other.TextWithout(_need.Alias)}", column.Name, fraction);
            return;
        }

        double? known = Column(own) is { } plain && other.Value is { } constant ? FractionOf(plain, constant) : null;
        AddTo(Equalities, own, words, known);
    }

    private void Like(Operand own, string pattern, bool isCaseSensitive, string words)
    {
        bool hasPrefix = isCaseSensitive && pattern.Length > 0 && pattern[0] is not ('%' or '_' or '\\');
        if (hasPrefix && Column(own) is { } column)
        {
            string operators = column.Type switch
            {
                _ when column.IsBytewise => "",
                "character varying" => " varchar_pattern_ops",
                "character" => " bpchar_pattern_ops",
                _ => " text_pattern_ops",
            };
            if (column.IsText && column.Type != "name")
            {
                Ranges.Insert(0, new KeyPart(IdentifierSql.Of(column.Name) + operators, column.Name, Fraction: null, words));
            }
        }
        else if (hasPrefix && _keys.Of(own, words) is { } expression)
        {
            Ranges.Insert(0, expression with { Element = expression.Element + " text_pattern_ops" });
        }
        else if (_hasTrigrams && pattern.Split('%', '_').Max(part => part.Length) >= 3 && _keys.Of(own, words) is { } part)
        {
            // Three letters in a row at least: with fewer, the index holds nothing to look up.
            Contained.Add(part with { Element = $"{part.Element} {TrigramClass}" });
        }
    }

    private void Contain(Operand own, string containing, string words)
    {
        string? type = Column(own)?.Type;
        bool fits = containing switch
        {
            "@>" => type == "jsonb" || type?.EndsWith("[]", StringComparison.Ordinal) == true,
            "&&" => type?.EndsWith("[]", StringComparison.Ordinal) == true,
            "@@" => type is "tsvector" or "jsonb",
            _ => type == "jsonb",
        };
        if (fits && _keys.Of(own, words) is { } part)
        {
            // Smaller, and all that these need.
            Contained.Add(type == "jsonb" && containing is "@>" or "@@" or "@?" && type == "jsonb"
                ? part with { Element = $"{part.Element} jsonb_path_ops" }
                : part);
        }
    }

    private void AddTo(List<KeyPart> parts, Operand own, string words, double? fraction)
    {
        if (_keys.Of(own, words, fraction) is { } part && !parts.Exists(known => known.Element == part.Element))
        {
            parts.Add(part);
        }
    }

    private void AddPredicate(string sql, string column, double? fraction)
    {
        if (fraction <= IndexingThresholds.PartialFraction)
        {
            Predicates.Add((sql, column, fraction.Value));
        }
    }

    private ColumnStatistics? Column(Operand operand) =>
        operand.Column(_need.Alias, out _) is { } name ? _table.Columns.GetValueOrDefault(name) : null;

    private static double? FractionOf(ColumnStatistics column, string value)
    {
        if (column.CommonValues.TryGetValue(value, out double known))
        {
            return known;
        }

        if (column.Distinct is not > 0 || column.NullFraction is not { } nulls)
        {
            return null;
        }

        // What the common values leave, shared among the others.
        double rest = Math.Max(0, 1 - nulls - column.CommonValues.Values.Sum());
        double others = Math.Max(1, column.Distinct.Value - column.CommonValues.Count);
        return column.CommonValues.Count == 0 ? column.EqualityFraction : rest / others;
    }
}
