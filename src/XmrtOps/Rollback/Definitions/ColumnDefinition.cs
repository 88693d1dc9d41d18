using XmrtOps.Database.Plans;
using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Definitions;

/// <summary>How a column is made.</summary>
internal static class ColumnDefinition
{
    public const string Default = "default";

    public const string Type = "type";

    public const string Collation = "collation";

    /// <summary>The default of serial: the next of a sequence that is the column's own.</summary>
    public const string Serial = "next of its own sequence";

    private const string Nulls = "nulls";
    private const string Identity = "identity";

    private static readonly string[] s_ends =
    [
        "collate", "storage", "compression", "constraint", "not", "null", Default, "generated", "check", "unique", "primary", "references",
        "deferrable", "initially",
    ];

    /// <summary>Reads what is behind ADD COLUMN.</summary>
    public static Definition Of(StatementReader reader)
    {
        Definition definition = new();
        if (reader.Name() is not { } column || reader.IsAtEnd)
        {
            return Definition.NotRead("it is not understood");
        }

        SetType(definition, reader.Tokens(IsEnd));
        definition.Set(Collation, KeyElements.Default);
        string? name = null;
        while (!reader.IsAtEnd)
        {
            if (reader.Take("constraint"))
            {
                name = reader.Name();
                continue;
            }

            if (reader.IsAt("check") || reader.IsAt("unique") || reader.IsAt("primary") || reader.IsAt("references"))
            {
                if (reader.IsAt("primary"))
                {
                    definition.Set(Nulls, "NOT NULL");
                }

                definition.Rules.Add((name, ConstraintDefinition.Read(reader, column)));
            }
            else if (!ReadOn(definition, reader))
            {
                return Definition.NotRead("it is not understood");
            }

            name = null;
        }

        return definition;
    }

    private static bool IsEnd(SqlToken token) => Array.Exists(s_ends, token.Is);

    private static void SetType(Definition definition, List<SqlToken> type)
    {
        string? whole = type is [{ Kind: SqlTokenKind.Word } only]
            ? only.Name switch
            {
                "serial" or "serial4" => "integer",
                "bigserial" or "serial8" => "bigint",
                "smallserial" or "serial2" => "smallint",
                _ => null,
            }
            : null;
        definition.Set(Nulls, whole is null ? "NULL" : "NOT NULL");
        definition.Set(Default, whole is null ? "NULL" : Serial, whole is null ? DefinitionPartKind.Value : DefinitionPartKind.Fact);
        if (whole is null)
        {
            definition.Set(Type, type, DefinitionPartKind.Type);
        }
        else
        {
            definition.Set(Type, whole, DefinitionPartKind.Type);
        }
    }

    private static bool ReadOn(Definition definition, StatementReader reader)
    {
        if (reader.Take("collate"))
        {
            definition.Set(Collation, reader.QualifiedName()?.Name ?? "");
        }
        else if (reader.Take("not", "null"))
        {
            definition.Set(Nulls, "NOT NULL");
        }
        else if (reader.Take(Default))
        {
            List<SqlToken> value = reader.Tokens(IsEnd);
            StatementReader whole = new(value);
            definition.Set(Default, whole.Brackets() is { } inside && whole.IsAtEnd ? inside : value, DefinitionPartKind.Value);
        }
        else if (reader.Take("generated"))
        {
            return Generated(definition, reader);
        }
        else if (reader.Take("storage") || reader.Take("compression"))
        {
            definition.Unread ??= "how its values are stored";
            reader.Skip();
        }
        else
        {
            return reader.Take("null");
        }

        return true;
    }

    private static bool Generated(Definition definition, StatementReader reader)
    {
        bool isAlways = reader.Take("always");
        if ((!isAlways && !reader.Take("by", "default")) || !reader.Take("as"))
        {
            return false;
        }

        if (reader.Take("identity"))
        {
            definition.Set(Nulls, "NOT NULL");
            definition.Set(Identity, isAlways ? "ALWAYS" : "BY DEFAULT");
            Sequence(definition, new StatementReader(reader.IsAt('(') ? reader.Brackets() ?? [] : []));
            return true;
        }

        if (reader.Brackets() is not { } expression)
        {
            return false;
        }

        definition.Set("generation", expression, DefinitionPartKind.Value);
        definition.Set("kept", reader.Take("stored") ? "STORED" : "VIRTUAL");
        _ = reader.Take("virtual");
        return true;
    }

    /// <summary>What is said of the sequence, and what is so where nothing is said.</summary>
    private static void Sequence(Definition definition, StatementReader reader)
    {
        definition.Set("increment", "1");
        definition.Set("cache", "1");
        definition.Set("cycle", "no");
        bool isPlain = true;
        while (!reader.IsAtEnd)
        {
            bool isNo = reader.Take("no");
            if (reader.Take("cycle"))
            {
                definition.Set("cycle", isNo ? "no" : "yes");
            }
            else if (reader.Name() is { } option && option is "start" or "increment" or "cache" or "minvalue" or "maxvalue")
            {
                _ = reader.Take("with") || reader.Take("by");
                isPlain &= option is "cache" or "start";
                if (!isNo)
                {
                    definition.Set(option, string.Concat(reader.Tokens(token => token.Kind == SqlTokenKind.Word).Select(token => token.Text)));
                }
            }
            else
            {
                definition.Unread ??= "the options of its sequence";
                reader.Skip();
            }
        }

        if (isPlain && definition.Find("start") is null)
        {
            definition.Set("start", "1");
        }
    }
}
