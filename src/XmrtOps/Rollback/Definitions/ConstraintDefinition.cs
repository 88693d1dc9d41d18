using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Definitions;

/// <summary>What a constraint demands.</summary>
internal static class ConstraintDefinition
{
    /// <summary>The part that names what kind it is.</summary>
    public const string Kind = "kind";

    /// <summary>The columns that are referred to where none are named.</summary>
    public const string PrimaryKey = "the primary key";

    public const string ReferencedColumns = "referenced columns";

    private const string Deferrability = "deferrability";

    /// <summary>Reads what is behind ADD CONSTRAINT name; of one that is written with a column as far as it goes.</summary>
    /// <param name="reader">Where it begins.</param>
    /// <param name="column">The column that it is written with; null: with the table.</param>
    public static Definition Read(StatementReader reader, string? column)
    {
        Definition definition = new();
        bool isUnderstood = reader.Take("check") ? Check(definition, reader)
            : reader.Take("primary", "key") ? Key(definition, reader, "PRIMARY KEY", column)
            : reader.Take("unique") ? Key(definition, reader, "UNIQUE", column)
            : reader.Take("foreign", "key") ? reader.Brackets() is { } columns && Reference(definition, reader, NameList.Of(columns))
            : column is not null && reader.IsAt("references") ? Reference(definition, reader, column)
            : reader.Take("exclude") ? Exclude(definition, reader)
            : reader.Take("not", "null") && NotNull(definition, reader);
        if (!isUnderstood)
        {
            return Definition.NotRead("it is not understood");
        }

        definition.Set(Deferrability, "NOT DEFERRABLE");
        definition.Set("validity", "valid");
        definition.Set("enforcement", "enforced");
        while (Attribute(definition, reader))
        {
        }

        return definition;
    }

    private static bool Check(Definition definition, StatementReader reader)
    {
        definition.Set(Kind, "CHECK");
        definition.Set("inheritance", "inherited");
        if (reader.Brackets() is not { } condition)
        {
            return false;
        }

        definition.Set("condition", condition, DefinitionPartKind.Expression);
        return true;
    }

    private static bool NotNull(Definition definition, StatementReader reader)
    {
        definition.Set(Kind, "NOT NULL");
        definition.Set("inheritance", "inherited");
        definition.Set("columns", reader.Name() ?? "");
        return true;
    }

    private static bool Key(Definition definition, StatementReader reader, string kind, string? column)
    {
        definition.Set(Kind, kind);
        if (reader.Take("nulls", "not", "distinct"))
        {
            definition.Set("equality of nulls", "NULLS NOT DISTINCT");
        }
        else
        {
            _ = reader.Take("nulls", "distinct");
        }

        if (column is not null)
        {
            definition.Set("columns", column);
        }
        else if (reader.Take("using", "index"))
        {
            _ = reader.Name();
            definition.Unread = "it took an index for its own, whose columns it does not name";
        }
        else if (reader.Brackets() is { } columns)
        {
            definition.Set("columns", NameList.Of(columns));
        }
        else
        {
            return false;
        }

        if (reader.Take("include"))
        {
            definition.Set("included columns", NameList.Of(reader.Brackets() ?? []));
        }

        return Storage(definition, reader);
    }

    private static bool Storage(Definition definition, StatementReader reader)
    {
        if (reader.Take("with"))
        {
            definition.Unread ??= "the options of its index";
            _ = reader.Brackets();
        }

        if (reader.Take("using", "index", "tablespace"))
        {
            definition.Unread ??= "its tablespace";
            _ = reader.Name();
        }

        return true;
    }

    private static bool Reference(Definition definition, StatementReader reader, string columns)
    {
        definition.Set(Kind, "FOREIGN KEY");
        definition.Set("columns", columns);
        if (!reader.Take("references") || reader.NameText() is not { } table)
        {
            return false;
        }

        definition.Set("referenced table", table, DefinitionPartKind.Relation);
        definition.Set(ReferencedColumns, reader.IsAt('(') ? NameList.Of(reader.Brackets() ?? []) : PrimaryKey);
        definition.Set("match", "SIMPLE");
        definition.Set("ON UPDATE", "NO ACTION");
        definition.Set("ON DELETE", "NO ACTION");
        return true;
    }

    private static bool Exclude(Definition definition, StatementReader reader)
    {
        definition.Set(Kind, "EXCLUDE");
        definition.Set("method", (reader.Take("using") ? reader.Name() : "btree") ?? "");
        if (reader.Brackets() is not { } elements || !KeyElements.Read(definition, elements))
        {
            return false;
        }

        if (reader.Take("include"))
        {
            definition.Set("included columns", NameList.Of(reader.Brackets() ?? []));
        }

        _ = Storage(definition, reader);
        if (reader.Take("where"))
        {
            if (reader.Brackets() is not { } predicate)
            {
                return false;
            }

            definition.Set("predicate", predicate, DefinitionPartKind.Expression);
        }

        return true;
    }

    private static bool Attribute(Definition definition, StatementReader reader)
    {
        if (reader.Take("match"))
        {
            definition.Set("match", reader.Name()?.ToUpperInvariant() ?? "");
        }
        else if (reader.Take("on", "delete") || reader.Take("on", "update"))
        {
            definition.Set("ON " + reader.Before.Text.ToUpperInvariant(), Action(reader));
        }
        else if (reader.Take("not", "deferrable") || reader.Take("initially", "immediate"))
        {
            // What is taken where nothing is said.
        }
        else if (reader.Take("deferrable"))
        {
            definition.Set(Deferrability, reader.Take("initially", "deferred") ? "DEFERRABLE INITIALLY DEFERRED" : "DEFERRABLE");
        }
        else if (reader.Take("initially", "deferred"))
        {
            definition.Set(Deferrability, "DEFERRABLE INITIALLY DEFERRED");
            _ = reader.Take("deferrable");
        }
        else if (reader.Take("not", "valid"))
        {
            definition.Set("validity", "NOT VALID");
        }
        else if (reader.Take("not", "enforced"))
        {
            definition.Set("enforcement", "NOT ENFORCED");
        }
        else if (reader.Take("no", "inherit"))
        {
            definition.Set("inheritance", "NO INHERIT");
        }
        else
        {
            return reader.Take("enforced");
        }

        return true;
    }

    private static string Action(StatementReader reader)
    {
        List<string> words = [];
        while (reader.Take("set") || reader.Take("no") || reader.Take("action") || reader.Take("null") || reader.Take("default")
            || reader.Take("cascade") || reader.Take("restrict"))
        {
            words.Add(reader.Before.Text.ToUpperInvariant());
            if (words[^1] is "NULL" or "DEFAULT" or "ACTION" or "CASCADE" or "RESTRICT")
            {
                break;
            }
        }

        string action = string.Join(' ', words);
        return reader.IsAt('(') ? $"{action} ({NameList.Of(reader.Brackets() ?? [])})" : action;
    }
}
