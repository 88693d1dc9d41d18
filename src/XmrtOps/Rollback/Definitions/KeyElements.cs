using XmrtOps.Database.Plans;
using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Definitions;

/// <summary>The columns and expressions of an index, or of a constraint that excludes.</summary>
internal static class KeyElements
{
    /// <summary>What is taken where nothing is said.</summary>
    public const string Default = "default";

    public static string Column(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"column {number}");

    public static string ClassOf(int number) => "operator class of " + Column(number);

    public static string CollationOf(int number) => "collation of " + Column(number);

    /// <summary>Reads what is in the brackets of an index.</summary>
    /// <returns>False: it is not understood.</returns>
    public static bool Read(Definition definition, IEnumerable<SqlToken> inside)
    {
        List<List<SqlToken>> parts = StatementReader.Parts(inside);
        definition.Set("number of columns", parts.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        for (int i = 0; i < parts.Count; i++)
        {
            if (!Read(definition, new StatementReader(parts[i]), i + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Read(Definition definition, StatementReader reader, int number)
    {
        if (Expression(reader) is not { Count: > 0 } expression)
        {
            return false;
        }

        string? collation = null;
        string? operators = null;
        string? with = null;
        bool isDescending = false;
        bool? isNullsFirst = null;
        // (x COLLATE y) is x COLLATE y.
        if (expression.Count > 2 && expression[^2].Is("collate"))
        {
            collation = expression[^1].Name;
            expression = expression[..^2];
        }

        while (!reader.IsAtEnd)
        {
            if (reader.Take("collate"))
            {
                collation = reader.QualifiedName()?.Name;
            }
            else if (reader.Take("asc") || reader.Take("desc"))
            {
                isDescending = reader.Before.Is("desc");
            }
            else if (reader.Take("nulls", "first") || reader.Take("nulls", "last"))
            {
                isNullsFirst = reader.Before.Is("first");
            }
            else if (reader.Take("with"))
            {
                with = Operator(reader);
            }
            else if (operators is null && reader.QualifiedName() is { } name)
            {
                operators = name.Name + (reader.IsAt('(') ? $"({StatementReader.Text(reader.Brackets() ?? []).Replace("'", "", StringComparison.Ordinal)})" : "");
            }
            else
            {
                return false;
            }
        }

        definition.Set(Column(number), expression, DefinitionPartKind.Expression);
        definition.Set(CollationOf(number), collation ?? Default);
        definition.Set(ClassOf(number), operators ?? Default);
        definition.Set("order of " + Column(number), (isDescending ? "DESC" : "ASC") + ((isNullsFirst ?? isDescending) ? " NULLS FIRST" : " NULLS LAST"));
        if (with is not null)
        {
            definition.Set("operator of " + Column(number), with);
        }

        return true;
    }

    /// <summary>A column, a call, or what is in brackets.</summary>
    private static List<SqlToken>? Expression(StatementReader reader)
    {
        if (reader.IsAt('('))
        {
            return reader.Brackets();
        }

        List<SqlToken> expression = [];
        do
        {
            if (reader.Current.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedName))
            {
                return null;
            }

            expression.Add(reader.Current);
            reader.Skip();
        }
        while (reader.IsAt('.') && Add(expression, reader));
        if (reader.IsAt('('))
        {
            expression.Add(reader.Current);
            if (reader.Brackets() is not { } arguments)
            {
                return null;
            }

            expression.AddRange(arguments);
            expression.Add(reader.Before);
        }

        return expression;
    }

    private static bool Add(List<SqlToken> expression, StatementReader reader)
    {
        expression.Add(reader.Current);
        reader.Skip();
        return true;
    }

    /// <summary>&amp;&amp;, or OPERATOR(pg_catalog.&amp;&amp;).</summary>
    private static string? Operator(StatementReader reader)
    {
        if (reader.Take("operator"))
        {
            return reader.Brackets() is { Count: > 0 } named ? named[^1].Text : null;
        }

        string text = reader.Current.Text;
        reader.Skip();
        return text;
    }
}
