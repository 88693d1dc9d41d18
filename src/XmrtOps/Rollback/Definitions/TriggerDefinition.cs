using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Definitions;

/// <summary>When a trigger fires, and what it does.</summary>
internal static class TriggerDefinition
{
    public const string Enabled = "firing";

    /// <summary>Reads CREATE TRIGGER from behind CREATE.</summary>
    public static Definition Of(StatementReader reader)
    {
        Definition definition = new();
        _ = reader.Take("or", "replace");
        bool isConstraint = reader.Take("constraint");
        definition.Set("kind", isConstraint ? "CONSTRAINT TRIGGER" : "TRIGGER");
        definition.Set(Enabled, "enabled");
        if (!reader.Take("trigger") || reader.Name() is null || !Events(definition, reader) || !reader.Take("on") || reader.NameText() is null)
        {
            return Definition.NotRead("it is not understood");
        }

        if (isConstraint && reader.Take("from"))
        {
            definition.Set("referenced table", reader.NameText() ?? "", DefinitionPartKind.Relation);
        }

        definition.Set("deferrability", Deferrability(reader));
        if (reader.Take("referencing"))
        {
            definition.Set("transition tables", Transitions(reader));
        }

        definition.Set("level", reader.Take("for") && (reader.Take("each", "row") || reader.Take("row")) ? "ROW" : "STATEMENT");
        _ = reader.Take("each", "statement") || reader.Take("statement");
        if (reader.Take("when"))
        {
            if (reader.Brackets() is not { } condition)
            {
                return Definition.NotRead("it is not understood");
            }

            definition.Set("condition", condition, DefinitionPartKind.RowExpression);
        }

        if (!reader.Take("execute") || !(reader.Take("function") || reader.Take("procedure")) || reader.NameText() is not { } function
            || reader.Brackets() is not { } arguments)
        {
            return Definition.NotRead("it is not understood");
        }

        definition.Set("function", function, DefinitionPartKind.Routine);
        if (arguments.Exists(token => token.Text.Length > 1 && token.Text[^1] == '\'' && token.Text[0] != '\''))
        {
            definition.Unread = "its arguments, which are written with escapes";
        }
        else
        {
            // Each is a text, in quotes or not.
            definition.Set("arguments", string.Join(", ", arguments.Select(token => token.Text.Trim('\''))));
        }

        return reader.IsAtEnd ? definition : Definition.NotRead("it is not understood");
    }

    private static bool Events(Definition definition, StatementReader reader)
    {
        definition.Set("time", reader.Take("before") ? "BEFORE" : reader.Take("after") ? "AFTER" : reader.Take("instead", "of") ? "INSTEAD OF" : "");
        List<string> events = [];
        do
        {
            string happening = reader.Name()?.ToUpperInvariant() ?? "";
            if (happening is not ("INSERT" or "UPDATE" or "DELETE" or "TRUNCATE"))
            {
                return false;
            }

            if (happening == "UPDATE" && reader.Take("of"))
            {
                happening = $"UPDATE OF {NameList.Sorted(reader.Tokens(token => token.Is("or") || token.Is("on")))}";
            }

            events.Add(happening);
        }
        while (reader.Take("or"));
        definition.Set("events", string.Join(" OR ", events.Order(StringComparer.Ordinal)));
        return true;
    }

    private static string Deferrability(StatementReader reader)
    {
        string found = "NOT DEFERRABLE";
        while (true)
        {
            if (reader.Take("initially", "deferred"))
            {
                found = "DEFERRABLE INITIALLY DEFERRED";
            }
            else if (reader.Take("deferrable"))
            {
                found = found == "NOT DEFERRABLE" ? "DEFERRABLE" : found;
            }
            else if (!reader.Take("not", "deferrable") && !reader.Take("initially", "immediate"))
            {
                return found;
            }
        }
    }

    private static string Transitions(StatementReader reader)
    {
        List<string> tables = [];
        while (reader.IsAt("old") || reader.IsAt("new"))
        {
            bool isOld = reader.Take("old");
            _ = isOld || reader.Take("new");
            _ = reader.Take("table");
            _ = reader.Take("as");
            tables.Add((isOld ? "OLD TABLE " : "NEW TABLE ") + reader.Name());
        }

        return string.Join(' ', tables.Order(StringComparer.Ordinal));
    }
}
