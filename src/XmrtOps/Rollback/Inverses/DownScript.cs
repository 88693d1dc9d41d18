using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback.Inverses;

/// <summary>What is to be known of SQL that somebody wrote to undo a migration, before it is run.</summary>
internal sealed record DownScript
{
    private static readonly string[] s_outsideTransactions = ["vacuum", "begin", "commit", "rollback", "end", "abort", "savepoint", "release", "start"];

    /// <summary>The statements.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>What cannot be run in the one transaction of a version, and why, as clauses.</summary>
    public required IReadOnlyList<string> NotTransactional { get; init; }

    /// <summary>What opens something, or may, as clauses.</summary>
    public required IReadOnlyList<string> Exposures { get; init; }

    /// <summary>Tables that are dropped.</summary>
    public required IReadOnlyList<RelationName> DroppedTables { get; init; }

    /// <summary>Columns that are dropped or made into another type.</summary>
    public required IReadOnlyList<(RelationName Table, string Column)> DroppedColumns { get; init; }

    /// <summary>Tables whose rows are deleted or changed: how many is not known before.</summary>
    public required IReadOnlyList<RelationName> ChangedTables { get; init; }

    /// <summary>What is done that is not understood, and may do anything, as clauses.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }

    public bool IsEmpty => Statements.Count == 0;

    public static DownScript Of(IEnumerable<string> statements)
    {
        List<string> executable = [.. statements.Where(MigrationStatements.IsExecutable)];
        List<StatementReading> readings = [.. executable.Select(StatementReading.Of)];
        return new DownScript
        {
            Statements = executable,
            NotTransactional = [.. executable.Select(WhyNotTransactional).OfType<string>()],
            Exposures = [.. readings.SelectMany(reading => reading.Exposures)],
            DroppedTables = [.. readings.SelectMany(reading => reading.DroppedTables).Distinct()],
            DroppedColumns = [.. readings.SelectMany(reading => reading.DroppedColumns).Distinct()],
            ChangedTables = [.. readings.SelectMany(reading => reading.ChangedTables).Distinct()],
            Unknown = [.. readings.Select(reading => reading.Unknown).OfType<string>()],
        };
    }

    private static string? WhyNotTransactional(string statement)
    {
        StatementReader reader = new(statement);
        string word = reader.Current.Name ?? "";
        bool isConcurrent = word is "create" or "drop" or "reindex" or "refresh" or "alter" && reader.RestHas("concurrently");
        // REFRESH … CONCURRENTLY may run in one.
        return isConcurrent && word != "refresh"
            ? $"{First(statement)}: CONCURRENTLY cannot run in a transaction; without the word it can, and waits for its lock"
            : s_outsideTransactions.Contains(word, StringComparer.Ordinal)
                ? $"{First(statement)}: each version is one transaction already"
                : word is "alter" && reader.Take("alter", "system") ? $"{First(statement)}: it cannot run in a transaction"
                : word is "create" or "drop" or "alter" && IsOfServer(statement) ? $"{First(statement)}: it cannot run in a transaction"
                : word is "alter" && IsNewValue(statement)
                    ? $"{First(statement)}: a new value cannot be used before the transaction is over; write a migration of its own"
                    : null;
    }

    private static bool IsOfServer(string statement)
    {
        StatementReader reader = new(statement);
        reader.Skip();
        return reader.IsAt("database") || reader.IsAt("tablespace") || reader.IsAt("subscription");
    }

    private static bool IsNewValue(string statement)
    {
        StatementReader reader = new(statement);
        return reader.Take("alter", "type") && reader.RestHas("value") && reader.RestHas("add");
    }

    private static string First(string statement) => Module.Display.OneLine(
        State.SecretText.MaskIn(StatementReader.Text(SqlLexer.Tokens(statement).Where(token => token.IsSignificant))), 60);
}
