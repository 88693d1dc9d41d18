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
    /// <param name="versions">Theirs.</param>
    /// <param name="history">All that is applied.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<MigrationUndo> OfAsync(
        DatabaseTransaction transaction,
        Migration migration,
        MigrationFile? script,
        IReadOnlyList<SchemaObject> undone,
        IReadOnlyCollection<string> versions,
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

        VersionProof proof = VersionProof.Of(judged);
        // Where all of it is run again that shows more than comparing does.
        ComparedDefinitions? compared = proof is { Statements.Count: > 0, LeftOut.Count: 0 }
            ? null
            : await ComparedDefinitions.OfAsync(
                transaction, migration.Version!, versions, derived, now, proof.Statements, history.Rows, cancellation);
        return new MigrationUndo
        {
            Version = migration.Version!,
            Name = migration.Name,
            Source = UndoSource.Derived,
            Statements = [.. judged.AsEnumerable().Reverse().SelectMany(inverse => inverse.Sql)],
            Assumptions = [.. judged.Where(inverse => inverse.Assumption is not null).Select(inverse => $"{string.Join("; ", inverse.Sql)}: {inverse.Assumption}")],
            Migration = migration,
            Changed = compared?.Changed ?? [],
            Dependents = compared?.Dependents ?? [],
            NotCompared = compared?.NotCompared ?? [],
            Proof = proof,
            Dropped = made,
            DroppedNow = now,
        };
    }

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
