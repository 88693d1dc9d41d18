using XmrtOps.Database.Plans;
using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Rollback.Databases;

/// <summary>What of a migration is run again, once it is undone, to see whether it leads to what was there.</summary>
/// <param name="Statements">In order: doing them takes no longer than their words, since no row of what was there before is read.</param>
/// <param name="LeftOut">What the other statements made, and is not looked at.</param>
internal sealed record VersionProof(IReadOnlyList<string> Statements, IReadOnlyList<SchemaObject> LeftOut)
{
    public static readonly VersionProof None = new([], []);

    /// <summary>The statements that need nothing that is left out, told by its names, and by those of the tables that it belongs to.</summary>
    public static VersionProof Of(IReadOnlyList<StatementInverse> inverses)
    {
        List<string> statements = [];
        List<SchemaObject> leftOut = [];
        foreach (StatementInverse inverse in inverses.Where(inverse => inverse.Verdict != InverseVerdict.NoEffect))
        {
            if (IsCheap(inverse) && !leftOut.Exists(item => item.Kind == SchemaObjectKind.Extension) && !Names(inverse.Statement, leftOut))
            {
                statements.Add(inverse.Statement);
            }
            else
            {
                leftOut.AddRange(inverse.Made);
            }
        }

        return statements.Count == 0 ? None : new VersionProof(statements, leftOut);
    }

    /// <summary>Whether something that differs may be of what was left out.</summary>
    public bool IsLeftOut(SchemaDifference difference) => LeftOut.Any(item =>
        difference.Name == item.Sql
        || difference.Name.StartsWith(item.Sql + "(", StringComparison.Ordinal)
        || difference.Name == item.TableSql
        || difference.Name.StartsWith(item.TableSql + ".", StringComparison.Ordinal)
        || difference.Name.StartsWith(item.TableSql + " ", StringComparison.Ordinal)
        || (difference.Kind == "index" && Says(difference, $" ON {item.TableSql} "))
        || (difference.Kind == "sequence" && Says(difference, $"owned by {item.TableSql} ")));

    /// <summary>Doing it again takes no longer than its words: no row of what was there before is read. (A column would come back at
    /// another place, too.)</summary>
    private static bool IsCheap(StatementInverse inverse) => inverse.IsOfOwn
        || inverse.Verdict != InverseVerdict.Derived
        || inverse.Made.All(item => item.Kind is SchemaObjectKind.Table or SchemaObjectKind.View or SchemaObjectKind.Function
            or SchemaObjectKind.Procedure or SchemaObjectKind.Policy or SchemaObjectKind.Trigger or SchemaObjectKind.Type
            or SchemaObjectKind.Domain || (item.Kind == SchemaObjectKind.Grant && !IsAll(inverse)));

    /// <summary>What ALL is grows with the server's versions.</summary>
    private static bool IsAll(StatementInverse inverse) => inverse.Sql.Any(sql => sql.StartsWith("REVOKE ALL ", StringComparison.Ordinal));

    private static bool Says(SchemaDifference difference, string what) =>
        (difference.Before ?? difference.After)?.Contains(what, StringComparison.Ordinal) == true;

    private static bool Names(string statement, List<SchemaObject> objects) => objects.Count > 0 && SqlLexer.Tokens(statement).Exists(token =>
        objects.Exists(item => IsNameOf(token, item.Name) || (item.Table is { } table && IsNameOf(token, table))));

    private static bool IsNameOf(SqlToken token, string name) =>
        token.Name == name || (token.Kind == SqlTokenKind.Text && token.Text.Contains(name, StringComparison.OrdinalIgnoreCase));
}
