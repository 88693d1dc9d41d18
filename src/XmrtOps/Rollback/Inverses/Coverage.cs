using XmrtOps.Data;

namespace XmrtOps.Rollback.Inverses;

/// <summary>
/// What a migration did to objects that it had just made itself goes with them: nothing is opened by undoing it, and where it has
/// no inverse of its own it needs none. Where it has one that is run too: what it refers to is dropped before the object is.
/// </summary>
internal static class Coverage
{
    private static readonly SchemaObjectKind[] s_wholes =
    [
        SchemaObjectKind.Table, SchemaObjectKind.View, SchemaObjectKind.MaterializedView, SchemaObjectKind.Function,
        SchemaObjectKind.Procedure, SchemaObjectKind.Type, SchemaObjectKind.Domain,
    ];

    private static readonly SchemaObjectKind[] s_relations =
        [SchemaObjectKind.Table, SchemaObjectKind.View, SchemaObjectKind.MaterializedView];

    public static List<StatementInverse> Apply(IReadOnlyList<StatementInverse> inverses)
    {
        List<StatementInverse> covered = [];
        List<SchemaObject> made = [];
        foreach (StatementInverse inverse in inverses)
        {
            SchemaObject? whole = inverse.Verdict is InverseVerdict.Derived or InverseVerdict.RestoreRequired
                ? WholeOf(inverse, made)
                : null;
            covered.Add(whole is null ? inverse : Covered(inverse, whole));
            if (inverse.Verdict == InverseVerdict.Derived)
            {
                made.AddRange(inverse.Made.Where(item => s_wholes.Contains(item.Kind)));
            }
        }

        return covered;
    }

    private static StatementInverse Covered(StatementInverse inverse, SchemaObject whole)
    {
        StatementInverse own = inverse.Own is { } possible ? possible with { Statement = inverse.Statement } : inverse;
        return own.Verdict == InverseVerdict.Derived && own.Made.All(item => item.Kind != SchemaObjectKind.Grant)
            ? own with { IsOfOwn = true }
            : own with { Verdict = InverseVerdict.Covered, Sql = [], Made = [], Reason = $"it goes with {whole}", WouldExpose = false, Assumption = null };
    }

    private static SchemaObject? WholeOf(StatementInverse inverse, List<SchemaObject> made)
    {
        if (inverse.Verdict == InverseVerdict.Derived && inverse.Made.Any(item => s_wholes.Contains(item.Kind)))
        {
            return null;
        }

        return TableOf(new StatementReader(inverse.Statement)) is { } owner
            ? made.Find(item => s_relations.Contains(item.Kind) && item.Schema == owner.Schema && item.Name == owner.Name)
            : RoutineOf(new StatementReader(inverse.Statement)) is { } routine
            // Of one name, or it is not certain which is meant; that none was there before is seen when the plan is made.
            && made.FindAll(item => item.Schema == routine.Schema && item.Name == routine.Name) is [{ Kind: SchemaObjectKind.Function or SchemaObjectKind.Procedure } only]
                ? only
                : null;
    }

    /// <summary>The function that a statement only grants on, comments on or gives to another owner.</summary>
    private static RelationName? RoutineOf(StatementReader reader)
    {
        bool isGrant = reader.IsAt("grant") || reader.IsAt("revoke");
        bool isHere = isGrant ? reader.SkipPast("on") && (reader.Take("function") || reader.Take("procedure"))
            : reader.Take("comment", "on", "function") || reader.Take("comment", "on", "procedure") || reader.Take("alter", "function")
            || reader.Take("alter", "procedure");
        if (!isHere || reader.QualifiedName() is not { } name || (reader.IsAt('(') && reader.Brackets() is null))
        {
            return null;
        }

        return isGrant ? reader.IsAt("to") || reader.IsAt("from") ? name : null
            : reader.IsAt("rename") || reader.RestHas("schema") || reader.RestHas("extension") ? null
            : name;
    }

    /// <summary>The one relation that all of a statement's effect is part of; null where that is not certain.</summary>
    private static RelationName? TableOf(StatementReader reader)
    {
        if (reader.Take("alter", "table"))
        {
            reader.Take("only");
            RelationName? altered = reader.IsAt("if") ? null : reader.QualifiedName();
            // Another name, schema or place in a tree: what follows speaks of another object.
            return reader.IsAt("rename") || reader.RestHas("rename") || reader.RestHas("schema") || reader.RestHas("attach")
                || reader.RestHas("detach") || reader.RestHas("inherit")
                    ? null
                    : altered;
        }

        if (reader.Take("create"))
        {
            return reader.Take("policy") || reader.Take("trigger") || reader.Take("index") || reader.Take("unique", "index")
                || reader.Take("or", "replace", "trigger") || reader.Take("constraint", "trigger")
                    ? TableBehindOn(reader)
                    : null;
        }

        if (reader.Take("comment", "on", "table") || reader.Take("comment", "on", "view"))
        {
            return reader.QualifiedName();
        }

        if (reader.Take("comment", "on", "column"))
        {
            return ColumnsTable(reader);
        }

        if (reader.IsAt("grant") || reader.IsAt("revoke"))
        {
            return reader.SkipPast("on") ? OnlyTable(reader) : null;
        }

        return RowsOnly.TableOf(reader);
    }

    private static RelationName? TableBehindOn(StatementReader reader)
    {
        if (!reader.SkipPast("on"))
        {
            return null;
        }

        reader.Take("only");
        return reader.QualifiedName();
    }

    private static RelationName? OnlyTable(StatementReader reader)
    {
        reader.Take("table");
        RelationName? table = reader.IsAt("all") ? null : reader.QualifiedName();
        // A list of tables, or something that is no table, such as FUNCTION f.
        return reader.IsAt("to") || reader.IsAt("from") ? table : null;
    }

    /// <summary>The table of schema.table.column or table.column.</summary>
    private static RelationName? ColumnsTable(StatementReader reader)
    {
        List<string> parts = [];
        do
        {
            if (reader.Name() is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }
        while (reader.Take('.'));
        return parts.Count switch
        {
            2 => new RelationName("public", parts[0]),
            3 => new RelationName(parts[0], parts[1]),
            _ => null,
        };
    }
}
