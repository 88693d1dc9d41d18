using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Definitions;

/// <summary>How an index is made.</summary>
internal static class IndexDefinition
{
    /// <summary>Reads CREATE INDEX from behind CREATE.</summary>
    public static Definition Of(StatementReader reader)
    {
        Definition definition = new();
        definition.Set("unique", reader.Take("unique") ? "UNIQUE" : "not UNIQUE");
        if (!reader.Take("index") || !reader.SkipPast("on"))
        {
            return Definition.NotRead("it is not understood");
        }

        // Of a partitioned table the server says ONLY in any case.
        reader.Take("only");
        _ = reader.QualifiedName();
        string? method = reader.Take("using") ? reader.Name() : "btree";
        definition.Set("method", method ?? "");
        if (reader.Brackets() is not { } elements || !KeyElements.Read(definition, elements))
        {
            return Definition.NotRead("it is not understood");
        }

        if (reader.Take("include"))
        {
            definition.Set("included columns", NameList.Of(reader.Brackets() ?? []));
        }

        if (reader.Take("nulls", "not", "distinct"))
        {
            definition.Set("equality of nulls", "NULLS NOT DISTINCT");
        }
        else
        {
            _ = reader.Take("nulls", "distinct");
        }

        if (reader.Take("with"))
        {
            definition.Set("options", NameList.Options(reader.Brackets() ?? []));
        }

        if (reader.Take("tablespace"))
        {
            _ = reader.Name();
            definition.Unread = "its tablespace";
        }

        if (reader.Take("where"))
        {
            definition.Set("predicate", reader.Tokens(), DefinitionPartKind.Expression);
        }

        return reader.IsAtEnd ? definition : Definition.NotRead("it is not understood");
    }
}
