using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback.Databases;

/// <summary>What speaks against undoing migrations.</summary>
internal static class DatabaseRefusals
{
    public static IEnumerable<RollbackRefusal> Of(
        XmrtConnection connection,
        DatabaseRollbackPlan plan,
        IReadOnlyList<Migration> all,
        IReadOnlyList<string> dependents,
        RestorePoint point)
    {
        foreach (MigrationUndo undo in plan.Migrations)
        {
            foreach (RollbackRefusal refusal in Of(plan, undo, point))
            {
                yield return refusal;
            }
        }

        if (dependents.Count > 0)
        {
            yield return new RollbackRefusal(Errors.RollbackHasDependents(dependents));
        }

        foreach (TableLoss loss in plan.TableLosses.Where(loss => loss.Key.Count == 0))
        {
            yield return new RollbackRefusal(Errors.ArchiveUnfit(
                plan.Name, loss.Table.ToString(), "it has no primary key, by which a row that is there already is known"));
        }

        if (plan.TableLosses.Count > 0)
        {
            yield return new RollbackRefusal(
                Errors.RollbackLosesData([.. plan.Losses.Select(loss => loss.Description)]), "AllowDataLoss");
            yield return new RollbackRefusal(Errors.RollbackNotConfirmed(connection.Name), "ConfirmName");
        }

        string[] exposures = [.. plan.Migrations.SelectMany(undo => undo.Exposures)];
        if (exposures.Length > 0)
        {
            yield return new RollbackRefusal(Errors.RollbackExposes(exposures), "AllowExposure");
        }

        if (point.At is null)
        {
            yield return new RollbackRefusal(Errors.NoRestorePoint(point.Evidence), "WithoutRestorePoint");
        }

        foreach (RollbackRefusal refusal in plan.As == RollbackStyle.Down ? OfDown(plan, all) : OfRevert(plan, all))
        {
            yield return refusal;
        }
    }

    private static IEnumerable<RollbackRefusal> Of(DatabaseRollbackPlan plan, MigrationUndo undo, RestorePoint point)
    {
        if (undo.Changed.Count > 0)
        {
            yield return new RollbackRefusal(Errors.ChangedByHand(plan.Name, undo.ToString(), string.Join("; ", undo.Changed)));
        }

        if (undo.Source == UndoSource.RestoreRequired)
        {
            yield return new RollbackRefusal(Errors.RestoreRequired(undo.ToString(), undo.Reasons, RestoreOf(undo, point)));
        }

        if (undo.Script is { } script)
        {
            if (script.IsEmpty)
            {
                yield return new RollbackRefusal(Errors.DownScriptUnfit(
                    $"{undo}.down.sql", "it has no statement, so that the migration would only be called undone"));
            }

            foreach (string reason in script.NotTransactional)
            {
                yield return new RollbackRefusal(Errors.DownScriptUnfit($"{undo}.down.sql", reason));
            }
        }
    }

    private static string RestoreOf(MigrationUndo undo, RestorePoint point)
    {
        DateTimeOffset? before = undo.Migration.AppliedAt ?? undo.Migration.CreatedAt;
        if (before < point.Oldest)
        {
            return $"mend it by a new migration: no backup is from before it, the oldest is of {point.Oldest:u}.";
        }

        return point.At is { } at
            ? $"restore ({point.Evidence}, up to {at:u}): the platform takes the database down for it, and all that was written since "
                + $"{(before is { } time ? $"{time:u}" : "the chosen moment")} is lost: supabase backups restore -t <unix seconds>."
            : $"restore a backup from before it, if there is one: {point.Evidence}.";
    }

    private static IEnumerable<RollbackRefusal> OfDown(DatabaseRollbackPlan plan, IReadOnlyList<Migration> all)
    {
        HashSet<string> undone = [.. plan.Migrations.Select(undo => undo.Version)];
        string[] newest = [.. plan.HistoryVersions.OrderDescending(StringComparer.Ordinal).Take(undone.Count)];
        if (!undone.SetEquals(newest))
        {
            yield return new RollbackRefusal(Errors.MigrationHistoryGap(
                $"newer ones than {plan.Migrations[^1].Version} stay in the history ({string.Join(", ", newest.Where(version => !undone.Contains(version)).Take(3))})"));
        }

        foreach (Migration migration in all.Where(migration => migration.Version is { } version && undone.Contains(version) && migration.Path is not null))
        {
            yield return new RollbackRefusal(Errors.LocalFileExists(migration.Path!), "KeepLocalFile");
        }
    }

    private static IEnumerable<RollbackRefusal> OfRevert(DatabaseRollbackPlan plan, IReadOnlyList<Migration> all)
    {
        if (plan.Folder is null)
        {
            yield return new RollbackRefusal(Errors.MigrationFolderMissing(
                "supabase/migrations, here or above", "undoing it by a migration writes a file there"));
            yield break;
        }

        string oldest = plan.Migrations[^1].Version;
        string[] gaps =
        [
            .. all.Where(migration => migration.Version is { } version
                    && string.CompareOrdinal(version, oldest) >= 0
                    && (migration.State is MigrationState.MissingLocally or MigrationState.Duplicate
                        || migration.State == MigrationState.OutOfOrder))
                .Select(migration => $"{migration.Version} is {CommandText.Argument(migration.State.ToString())}"),
        ];
        if (gaps.Length > 0)
        {
            yield return new RollbackRefusal(Errors.MigrationHistoryGap(string.Join(", ", gaps.Take(5))));
        }

        foreach (Migration misplaced in all.Where(migration => migration.File is { IsDownScript: true, Version: not null }))
        {
            yield return new RollbackRefusal(Errors.DownScriptUnfit(
                misplaced.File!.FileName, $"it is among the migrations, where the next push runs it: {misplaced.Remedy}"));
        }
    }
}
