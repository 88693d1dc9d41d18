using XmrtOps.Database.Plans;
using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback.Definitions;

/// <summary>
/// Finds the migration that may have changed what another one made: then that is as the migration left it, and was not changed by hand.
/// </summary>
/// <param name="history">All that are applied.</param>
internal sealed class LaterChange(IReadOnlyList<AppliedMigration> history)
{
    // They change no definition, or make things of names of their own.
    private static readonly string[] s_harmless =
    [
        "comment", "insert", "update", "delete", "truncate", "grant", "revoke", "analyze", "vacuum", "reindex", "notify", "begin", "commit",
        "start", "set", "reset", "lock", "refresh",
    ];

    /// <param name="version">The migration that made it.</param>
    /// <param name="made">What was made, and by which of its statements.</param>
    /// <returns>Its version; null: none.</returns>
    public string? Of(string version, MadeDefinition made) => Find(
        version, made, statement => Changes(statement, made.Object, isLater: true), made.Object);

    /// <summary>The migration that made something of this name; null: none says it.</summary>
    public string? MakerOf(string name) =>
        history.FirstOrDefault(row => row.Statements?.Any(statement => Mentions(statement, name)) == true)?.Version;

    /// <summary>A migration may have made something over this column without naming it.</summary>
    public bool MayHaveMadeOver(string version, MadeDefinition column) => Find(
        version,
        column,
        statement => IsOpaque(new StatementReader(statement)) || (MakesUnnamed(new StatementReader(statement)) && Mentions(statement, column.Object.Name)),
        made: null) is not null;

    /// <param name="version">The migration that made it.</param>
    /// <param name="own">What was made.</param>
    /// <param name="isIt">A statement that was run later.</param>
    /// <param name="made">Looked for in statements of older migrations too, which may have been applied later; null: not.</param>
    private string? Find(string version, MadeDefinition own, Func<string, bool> isIt, SchemaObject? made)
    {
        foreach (AppliedMigration row in history)
        {
            int order = string.CompareOrdinal(row.Version, version);
            IEnumerable<string> statements = (row.Statements ?? []).Where(MigrationStatements.IsExecutable);
            bool isFound = order == 0
                ? statements.Skip(own.Statement + 1).Concat(own.Following).Any(isIt)
                : order > 0 ? row.Statements is null || statements.Any(isIt)
                : made is not null && statements.Any(statement => Changes(statement, made, isLater: false));
            if (isFound)
            {
                return row.Version;
            }
        }

        return null;
    }

    private static bool Changes(string statement, SchemaObject made, bool isLater)
    {
        StatementReader reader = new(statement);
        if (reader.IsAt("alter"))
        {
            // What is renamed or gets another type may be written in its definition.
            return !IsAdding(new StatementReader(statement)) && (Mentions(reader.Rest, made.Name) || reader.RestHas("rename") || reader.RestHas("schema")
                || (Mentions(reader.Rest, made.Table ?? made.Name) && (reader.RestHas("type") || reader.RestHas("trigger") || reader.RestHas("constraint") || reader.RestHas("attach"))));
        }

        if (reader.IsAt("drop"))
        {
            return Mentions(reader.Rest, made.Name) || (isLater && reader.RestHas("cascade"));
        }

        // Made once more by the same name.
        return reader.IsAt("create")
            ? made.Kind != SchemaObjectKind.Column && isLater && Mentions(reader.Rest, made.Name)
            : isLater && IsOpaque(reader);
    }

    /// <summary>All that it does is to add what is of its own: neither NOT NULL by a primary key, nor what takes an index for its own.</summary>
    private static bool IsAdding(StatementReader reader)
    {
        bool isTable = reader.Take("alter", "table");
        _ = reader.Take("if", "exists");
        _ = reader.Take("only");
        return isTable && reader.QualifiedName() is not null && reader.RestParts().Select(action => new StatementReader(action)).All(
            action => action.IsAt("add") && !action.RestHas("primary") && !action.RestHas("using"));
    }

    /// <summary>An index or a constraint that the server named.</summary>
    private static bool MakesUnnamed(StatementReader reader)
    {
        if (reader.Take("alter"))
        {
            return reader.RestHas("unique") || reader.RestHas("check") || reader.RestHas("references") || reader.RestHas("primary") || reader.RestHas("exclude");
        }

        if (!reader.Take("create") || !(reader.Take("index") || reader.Take("unique", "index")))
        {
            return false;
        }

        _ = reader.Take("concurrently");
        return reader.IsAt("on");
    }

    /// <summary>DO, CALL, SELECT f(): it can do anything.</summary>
    private static bool IsOpaque(StatementReader reader) =>
        !reader.IsAt("alter") && !reader.IsAt("drop") && !reader.IsAt("create") && !Array.Exists(s_harmless, reader.IsAt);

    private static bool Mentions(string statement, string name) => SqlLexer.Tokens(statement).Exists(token =>
        token.Name == name || (token.Kind == SqlTokenKind.Text && token.Text.Contains(name, StringComparison.OrdinalIgnoreCase)));
}
