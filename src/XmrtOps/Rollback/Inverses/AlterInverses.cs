using XmrtOps.Data;
using XmrtOps.Database.Indexing;
using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Inverses;

/// <summary>What undoes ALTER TABLE, where all that it does is to add.</summary>
internal static class AlterInverses
{
    private const string NotUnderstood = "it is not understood in full";

    /// <summary>Reads on behind ALTER.</summary>
    public static StatementInverse Of(StatementReader reader)
    {
        if (!reader.Take("table"))
        {
            return StatementInverse.None(
                reader.IsAt("type") ? "a value of an enumeration cannot be taken out again" : "what it changed is not known any more");
        }

        if (reader.IsAt("if"))
        {
            return StatementInverse.None("it says IF EXISTS, so that it may have done nothing");
        }

        reader.Take("only");
        if (reader.QualifiedName() is not { } table)
        {
            return StatementInverse.None(NotUnderstood);
        }

        List<StatementInverse> actions = [.. reader.RestParts().Select(action => OfAction(action, table))];
        return actions.Find(action => action.Verdict == InverseVerdict.RestoreRequired) ?? new StatementInverse
        {
            Verdict = InverseVerdict.Derived,
            Sql = [.. actions.AsEnumerable().Reverse().SelectMany(action => action.Sql)],
            Made = [.. actions.SelectMany(action => action.Made)],
        };
    }

    private static StatementInverse OfAction(List<SqlToken> action, RelationName table)
    {
        string text = StatementReader.Text(action);
        StatementReader reader = new(text);
        if (reader.Take("enable", "row", "level", "security") || reader.Take("force", "row", "level", "security"))
        {
            return StatementInverse.None("without row level security all rows are seen", wouldExpose: true);
        }

        if (!reader.Take("add"))
        {
            return StatementInverse.None("what it changed is not known any more");
        }

        if (reader.Take("constraint"))
        {
            return reader.Name() is { } constraint
                ? Of(table, constraint, SchemaObjectKind.Constraint, "CONSTRAINT")
                : StatementInverse.None(NotUnderstood);
        }

        if (reader.IsAt("primary") || reader.IsAt("unique") || reader.IsAt("check") || reader.IsAt("foreign") || reader.IsAt("exclude"))
        {
            return StatementInverse.None("the constraint has no name in it, so that the server chose one");
        }

        reader.Take("column");
        return reader.IsAt("if") ? StatementInverse.None("it says IF NOT EXISTS, so that it may have made nothing")
            : reader.Name() is { } column && !reader.IsAtEnd ? Of(table, column, SchemaObjectKind.Column, "COLUMN")
            : StatementInverse.None(NotUnderstood);
    }

    private static StatementInverse Of(RelationName table, string name, SchemaObjectKind kind, string word) => StatementInverse.Of(
        $"ALTER TABLE {IdentifierSql.Of(table)} DROP {word} {IdentifierSql.Of(name)}",
        new SchemaObject { Kind = kind, Schema = table.Schema!, Name = name, Table = table.Name });
}
