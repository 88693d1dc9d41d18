using XmrtOps.Data;
using XmrtOps.Rollback.Definitions;
using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Migrations;
using XmrtOps.State;

namespace XmrtOps.Rollback.Databases;

/// <summary>Finds out what undoes a migration: the script that somebody wrote for it, or what follows from its statements.</summary>
internal static class MigrationUndos
{
    /// <summary>All that migrations have made, as far as it follows from their statements.</summary>
    public static List<SchemaObject> MadeBy(IEnumerable<Migration> migrations) =>
    [
        .. migrations.SelectMany(migration => InverseDeriver.Derive(migration.Row?.Statements ?? [])).SelectMany(inverse => inverse.Made),
    ];

    /// <param name="transaction">Where it is looked.</param>
    /// <param name="migration">Which one.</param>
    /// <param name="script">What somebody wrote to undo it; null: nothing.</param>
    /// <param name="undone">All that is made by the migrations that are undone together.</param>
    /// <param name="history">All that is applied.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<MigrationUndo> OfAsync(
        DatabaseTransaction transaction,
        Migration migration,
        MigrationFile? script,
        IReadOnlyList<SchemaObject> undone,
        MigrationHistory history,
        CancellationToken cancellation)
    {
        if (script is not null)
        {
            return Of(migration, script);
        }

        // What was run counts, and not what a file says that may have been changed since.
        if (migration.Row?.Statements is not { Count: > 0 } statements)
        {
            return None(migration, ["the history has not kept its statements, and there is no script that undoes it"]);
        }

        List<StatementInverse> derived = InverseDeriver.Derive(statements);
        List<SchemaObject> made = [.. derived.Where(inverse => inverse.Verdict == InverseVerdict.Derived).SelectMany(inverse => inverse.Made)];
        List<ObjectNow> now = made.Count == 0 ? [] : await ObjectReader.ReadAsync(transaction, made, cancellation);
        List<StatementInverse> judged = InverseCheck.Apply(derived, now, undone);
        string[] reasons =
        [
            .. judged.Where(inverse => inverse.Verdict == InverseVerdict.RestoreRequired)
                .Select(inverse => $"{Module.Display.OneLine(SecretText.MaskIn(inverse.Statement), 80)}: {inverse.Reason}"
                    + (inverse.WouldExpose ? " (only a script with -AllowExposure undoes that)" : "")),
        ];
        if (reasons.Length > 0 || judged.All(inverse => inverse.Sql.Count == 0))
        {
            return None(migration, reasons.Length > 0 ? reasons : ["it has done nothing that could be undone"]);
        }

        bool isCheap = judged.TrueForAll(IsCheap);
        ComparedDefinitions? compared = isCheap
            ? null
            : await ComparedDefinitions.OfAsync(transaction, migration.Version!, derived, now, history.Rows, cancellation);
        return new MigrationUndo
        {
            Version = migration.Version!,
            Name = migration.Name,
            Source = UndoSource.Derived,
            Statements = [.. judged.AsEnumerable().Reverse().SelectMany(inverse => inverse.Sql)],
            Assumptions = [.. judged.Where(inverse => inverse.Assumption is not null).Select(inverse => $"{string.Join("; ", inverse.Sql)}: {inverse.Assumption}")],
            Migration = migration,
            Changed = compared?.Changed ?? [],
            NotCompared = compared?.NotCompared ?? [],
            Proof = isCheap
                ? [.. judged.Where(inverse => inverse.Verdict != InverseVerdict.NoEffect).Select(inverse => inverse.Statement)]
                : [],
            Dropped = made,
            DroppedNow = now,
        };
    }

    /// <summary>Doing it again takes no longer than its words: no row of what was there before is read. (A column would come back at
    /// another place, too.)</summary>
    private static bool IsCheap(StatementInverse inverse) => inverse.IsOfOwn
        || inverse.Verdict != InverseVerdict.Derived
        || inverse.Made.All(item => item.Kind is SchemaObjectKind.Table or SchemaObjectKind.View or SchemaObjectKind.Function
            or SchemaObjectKind.Procedure or SchemaObjectKind.Policy or SchemaObjectKind.Trigger or SchemaObjectKind.Type
            or SchemaObjectKind.Domain);

    private static MigrationUndo Of(Migration migration, MigrationFile script)
    {
        if (script.Statements is null)
        {
            return None(migration, [$"{script.FileName} cannot be read: {script.Fault}"]);
        }

        DownScript read = DownScript.Of(script.Statements);
        return new MigrationUndo
        {
            Version = migration.Version!,
            Name = migration.Name,
            Source = UndoSource.DownScript,
            Statements = read.Statements,
            Exposures = [.. read.Exposures, .. read.Unknown],
            Migration = migration,
            Script = read,
        };
    }

    private static MigrationUndo None(Migration migration, IReadOnlyList<string> reasons) => new()
    {
        Version = migration.Version!,
        Name = migration.Name,
        Source = UndoSource.RestoreRequired,
        Reasons = reasons,
        Migration = migration,
    };
}
