using XmrtOps.Database.Plans;
using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Definitions;

/// <summary>What a statement made, and how.</summary>
/// <param name="Object">What.</param>
/// <param name="Statement">By which statement: its number in the migration.</param>
/// <param name="Definition">How, as far as it is read; null: of this kind it is not.</param>
/// <param name="Following">What the same ALTER TABLE does behind it, as statements.</param>
internal sealed record MadeDefinition(SchemaObject Object, int Statement, Definition? Definition, IReadOnlyList<string> Following)
{
    /// <summary>All that a migration made, in order.</summary>
    public static List<MadeDefinition> Of(IReadOnlyList<StatementInverse> inverses) =>
    [
        .. inverses.SelectMany((inverse, at) => inverse.Verdict == InverseVerdict.Derived ? Of(inverse, at) : []),
    ];

    private static IEnumerable<MadeDefinition> Of(StatementInverse inverse, int at)
    {
        StatementReader reader = new(inverse.Statement);
        if (reader.Take("alter", "table"))
        {
            reader.Take("only");
            string table = reader.NameText() ?? "";
            List<List<SqlToken>> actions = reader.RestParts();
            return inverse.Made.Select((made, i) => new MadeDefinition(
                made,
                at,
                Action(new StatementReader(actions[i]), made.Kind),
                [.. actions.Skip(i + 1).Select(action => $"ALTER TABLE {table} {StatementReader.Text(action)}")]));
        }

        reader.Take("create");
        return inverse.Made.Select(made => new MadeDefinition(made, at, Created(reader, made.Kind), []));
    }

    /// <summary>One thing from the text that the server would make it by.</summary>
    public static Definition Read(string text, SchemaObjectKind kind)
    {
        StatementReader reader = new(text);
        return reader.Take("create") ? Created(reader, kind) ?? Definition.NotRead("it is not understood") : Action(reader, kind);
    }

    private static Definition Action(StatementReader reader, SchemaObjectKind kind)
    {
        reader.Take("add");
        if (kind == SchemaObjectKind.Column)
        {
            reader.Take("column");
            return ColumnDefinition.Of(reader);
        }

        reader.Take("constraint");
        _ = reader.Name();
        Definition constraint = ConstraintDefinition.Read(reader, column: null);
        return reader.IsAtEnd ? constraint : Definition.NotRead("it is not understood");
    }

    private static Definition? Created(StatementReader reader, SchemaObjectKind kind) => kind switch
    {
        SchemaObjectKind.Index => IndexDefinition.Of(reader),
        SchemaObjectKind.Trigger => TriggerDefinition.Of(reader),
        SchemaObjectKind.Policy => PolicyDefinition.Of(reader),
        _ => null,
    };
}
