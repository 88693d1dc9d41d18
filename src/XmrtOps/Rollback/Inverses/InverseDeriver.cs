using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Inverses;

/// <summary>
/// Derives what undoes a migration from what it says: from a closed list of statements that have an exact inverse. What is not
/// recognised in full is not guessed.
/// </summary>
internal static class InverseDeriver
{
    private static readonly string[] s_harmlessSettings =
        ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "client_min_messages"];

    /// <summary>For each statement what undoes it, in the order of the statements.</summary>
    public static List<StatementInverse> Derive(IEnumerable<string> statements)
    {
        List<StatementInverse> inverses = [.. statements.Where(Migrations.MigrationStatements.IsExecutable).Select(Derive)];
        return Coverage.Apply(inverses);
    }

    /// <summary>What undoes one statement, taken by itself.</summary>
    public static StatementInverse Derive(string statement)
    {
        StatementReader reader = new(statement);
        StatementInverse inverse = reader.IsComplete
            ? Read(reader)
            : StatementInverse.None("it ends within a quote or a comment");
        return inverse with { Statement = statement };
    }

    private static StatementInverse Read(StatementReader reader) =>
        reader.Take("create") ? CreateInverses.Of(reader)
        : reader.Take("alter") ? AlterInverses.Of(reader)
        : reader.Take("grant") ? GrantInverses.Of(reader)
        : reader.Take("revoke") ? StatementInverse.None("granting again what was revoked opens what is closed", wouldExpose: true)
        : reader.IsAt("drop") ? StatementInverse.None("what it dropped is gone")
        : reader.IsAt("truncate") || reader.IsAt("delete") || reader.IsAt("update") || reader.IsAt("merge")
            ? StatementInverse.None("the rows as they were are gone")
        : reader.IsAt("insert") ? StatementInverse.None("which rows it made is not known any more")
        : reader.IsAt("begin") || reader.IsAt("commit") || IsStartOfTransaction(reader)
            ? StatementInverse.NoEffect("it only bounds a transaction")
        : reader.Take("set") ? OfSetting(reader)
        : reader.IsAt("notify") ? StatementInverse.NoEffect("it only notifies")
        : reader.IsAt("analyze") || reader.IsAt("vacuum") || reader.IsAt("reindex") || reader.IsAt("checkpoint")
            ? StatementInverse.NoEffect("it changes no schema and no rows")
        : StatementInverse.None("it is none of the statements that have an exact inverse");

    private static bool IsStartOfTransaction(StatementReader reader) => reader.IsAt("start") && reader.RestHas("transaction");

    private static StatementInverse OfSetting(StatementReader reader)
    {
        _ = reader.Take("local") || reader.Take("session");
        return reader.Current is { Kind: SqlTokenKind.Word } word && s_harmlessSettings.Contains(word.Name, StringComparer.Ordinal)
            ? StatementInverse.NoEffect("it only sets a limit")
            : StatementInverse.None("it sets what the meaning of others may depend on");
    }
}
