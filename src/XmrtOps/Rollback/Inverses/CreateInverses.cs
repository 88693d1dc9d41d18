using XmrtOps.Data;
using XmrtOps.Database.Indexing;
using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Inverses;

/// <summary>What undoes CREATE …: dropping what was made, if it is certain that this statement made it.</summary>
internal static class CreateInverses
{
    private const string IfNotExists = "it says IF NOT EXISTS, so that it may have made nothing";
    private const string OrReplace = "it says OR REPLACE, and what was there before is not known";
    private const string NotUnderstood = "it is not understood in full";

    /// <summary>Reads on behind CREATE.</summary>
    public static StatementInverse Of(StatementReader reader)
    {
        if (reader.Take("or", "replace"))
        {
            return StatementInverse.None(OrReplace);
        }

        if (reader.Take("table") || reader.Take("unlogged", "table"))
        {
            return OfTable(reader);
        }

        if (reader.Take("index") || reader.Take("unique", "index"))
        {
            return OfIndex(reader);
        }

        if (reader.Take("trigger") || reader.Take("constraint", "trigger"))
        {
            return OfTrigger(reader);
        }

        return reader.Take("view") ? OfRelation(reader, SchemaObjectKind.View, "VIEW")
            : reader.Take("recursive", "view") ? OfRelation(reader, SchemaObjectKind.View, "VIEW")
            : reader.Take("materialized", "view") ? OfRelation(reader, SchemaObjectKind.MaterializedView, "MATERIALIZED VIEW")
            : reader.Take("function") ? OfRoutine(reader, SchemaObjectKind.Function, "FUNCTION")
            : reader.Take("procedure") ? OfRoutine(reader, SchemaObjectKind.Procedure, "PROCEDURE")
            : reader.Take("policy") ? OfPolicy(reader)
            : reader.Take("type") ? OfRelation(reader, SchemaObjectKind.Type, "TYPE")
            : reader.Take("domain") ? OfRelation(reader, SchemaObjectKind.Domain, "DOMAIN")
            : reader.Take("extension") ? OfExtension(reader)
            : StatementInverse.None("CREATE of this kind has no inverse that is derived");
    }

    private static StatementInverse OfTable(StatementReader reader)
    {
        if (reader.IsAt("if"))
        {
            return StatementInverse.None(IfNotExists);
        }

        if (reader.QualifiedName() is not { } name)
        {
            return StatementInverse.None(NotUnderstood);
        }

        List<SqlToken>? body = reader.IsAt('(') ? reader.Brackets() : [];
        if (body is null || !(body.Count > 0 || reader.IsAt("as") || reader.IsAt("partition") || reader.IsAt("of")))
        {
            return StatementInverse.None(NotUnderstood);
        }

        // Of what a query, a parent or another table gives, the columns are not in the statement.
        bool isListed = body.Count > 0 && !reader.RestHas("as") && !reader.RestHas("inherits");
        return StatementInverse.Of(
            $"DROP TABLE {IdentifierSql.Of(name)}",
            new SchemaObject
            {
                Kind = SchemaObjectKind.Table,
                Schema = name.Schema!,
                Name = name.Name,
                Columns = isListed ? ColumnsIn(body) : null,
            });
    }

    private static List<string>? ColumnsIn(List<SqlToken> body)
    {
        List<string> columns = [];
        foreach (SqlToken first in StatementReader.Parts(body).Where(part => part.Count > 0).Select(part => part[0]))
        {
            if (first.Is("like"))
            {
                return null;
            }

            bool isRule = first.Is("constraint") || first.Is("primary") || first.Is("unique") || first.Is("check")
                || first.Is("foreign") || first.Is("exclude");
            if (!isRule && first.Name is { } name)
            {
                columns.Add(name);
            }
        }

        return columns;
    }

    private static StatementInverse OfIndex(StatementReader reader)
    {
        reader.Take("concurrently");
        if (reader.IsAt("if"))
        {
            return StatementInverse.None(IfNotExists);
        }

        if (reader.IsAt("on"))
        {
            return StatementInverse.None("the index has no name in it, so that the server chose one");
        }

        if (reader.Name() is not { } name || !reader.Take("on"))
        {
            return StatementInverse.None(NotUnderstood);
        }

        reader.Take("only");
        return reader.QualifiedName() is { } table
            ? StatementInverse.Of(
                $"DROP INDEX {IdentifierSql.Of(table with { Name = name })}",
                new SchemaObject { Kind = SchemaObjectKind.Index, Schema = table.Schema!, Name = name, Table = table.Name })
            : StatementInverse.None(NotUnderstood);
    }

    private static StatementInverse OfTrigger(StatementReader reader) =>
        reader.Name() is { } name && reader.SkipPast("on") && reader.QualifiedName() is { } table && reader.RestHas("execute")
            ? StatementInverse.Of(
                $"DROP TRIGGER {IdentifierSql.Of(name)} ON {IdentifierSql.Of(table)}",
                new SchemaObject { Kind = SchemaObjectKind.Trigger, Schema = table.Schema!, Name = name, Table = table.Name })
            : StatementInverse.None(NotUnderstood);

    private static StatementInverse OfPolicy(StatementReader reader)
    {
        if (reader.Name() is not { } name || !reader.Take("on") || reader.QualifiedName() is not { } table)
        {
            return StatementInverse.None(NotUnderstood);
        }

        StatementInverse dropped = StatementInverse.Of(
            $"DROP POLICY {IdentifierSql.Of(name)} ON {IdentifierSql.Of(table)}",
            new SchemaObject { Kind = SchemaObjectKind.Policy, Schema = table.Schema!, Name = name, Table = table.Name });
        return reader.Take("as", "restrictive")
            ? StatementInverse.None("without a restrictive policy more rows are seen", wouldExpose: true) with { Own = dropped }
            : dropped;
    }

    private static StatementInverse OfRoutine(StatementReader reader, SchemaObjectKind kind, string word)
    {
        if (reader.QualifiedName() is not { } name || reader.Brackets() is not { } arguments)
        {
            return StatementInverse.None(NotUnderstood);
        }

        string written = string.Join(
            ", ", StatementReader.Parts(arguments).Where(part => part.Count > 0).Select(part => StatementReader.Text(WithoutDefault(part))));
        return StatementInverse.Of(
            $"DROP {word} {IdentifierSql.Of(name)}({written})",
            new SchemaObject
            {
                Kind = kind,
                Schema = name.Schema!,
                Name = name.Name,
                Arguments = written,
                Body = reader.SkipPast("as") && reader.Current is { Kind: SqlTokenKind.Text } body ? BodyOf(body.Text) : null,
            });
    }

    private static IEnumerable<SqlToken> WithoutDefault(List<SqlToken> argument) => argument.TakeWhile(
        token => !token.Is("default") && !(token.Kind == SqlTokenKind.Operator && token.Text is "=" or ":="));

    /// <summary>What is between the quotes; null for those with escapes, which are not read.</summary>
    private static string? BodyOf(string text)
    {
        if (text[0] == '$')
        {
            int tag = text.IndexOf('$', 1) + 1;
            return text[tag..^tag];
        }

        return text[0] == '\'' ? text[1..^1].Replace("''", "'", StringComparison.Ordinal) : null;
    }

    private static StatementInverse OfRelation(StatementReader reader, SchemaObjectKind kind, string word) =>
        reader.IsAt("if") ? StatementInverse.None(IfNotExists)
            : reader.QualifiedName() is not { } name || reader.IsAtEnd ? StatementInverse.None(NotUnderstood)
            : StatementInverse.Of(
                $"DROP {word} {IdentifierSql.Of(name)}",
                new SchemaObject { Kind = kind, Schema = name.Schema!, Name = name.Name });

    private static StatementInverse OfExtension(StatementReader reader) =>
        reader.IsAt("if") ? StatementInverse.None(IfNotExists)
            : reader.Name() is not { } name ? StatementInverse.None(NotUnderstood)
            : reader.RestHas("cascade") ? StatementInverse.None("it made other extensions too, which are not named")
            : StatementInverse.Of(
                $"DROP EXTENSION {IdentifierSql.Of(name)}",
                new SchemaObject { Kind = SchemaObjectKind.Extension, Schema = "", Name = name });
}
