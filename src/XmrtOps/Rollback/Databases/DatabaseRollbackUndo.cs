using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Migrations;
using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Rollback.Databases;

/// <summary>Plans to do again what a rollback has undone: the old statements, and what was kept of their rows.</summary>
internal static class DatabaseRollbackUndo
{
    /// <exception cref="XmrtException">RollbackManifestMissing, MigrationFolderMissing, PoolerUnfit, and those of running SQL.</exception>
    public static async Task<RollbackPlan> PlanAsync(
        XmrtConnection connection, JournaledRollback done, INotices notices, CancellationToken cancellation)
    {
        connection.RequireSession("a version is done again in one session");
        string? folder = done.Parameters.GetValueOrDefault(DatabaseRollbackExecutor.FolderKey);
        RollbackManifest manifest = RollbackManifest.Read(folder);
        (MigrationHistory history, SchemaFingerprint schema) = await connection.Database.ReadAsync(
            Limits.ExactRead,
            notices,
            async transaction => (
                await MigrationHistoryReader.ReadAsync(transaction, cancellation),
                await SchemaFingerprintReader.ReadAsync(transaction, cancellation)),
            cancellation);
        manifest = manifest with { Versions = [.. manifest.Versions.Where(version => IsCommitted(version, history))] };
        if (manifest.Versions.Count == 0)
        {
            throw Errors.RollbackManifestMissing(folder, "it has undone nothing");
        }

        MigrationFolder? files = manifest is { As: RollbackStyle.Revert, MigrationFolder: { } path } ? MigrationFolder.Read(path) : null;
        UndoneVersion last = manifest.Versions[^1];
        MigrationUndo[] again = [.. manifest.Versions.Reverse().Select(Of)];
        string[] versions = [.. history.Rows.Select(row => row.Version)];
        List<RollbackRefusal> refusals = [];
        if (schema.Hash != last.SchemaAfter)
        {
            refusals.Add(new RollbackRefusal(Errors.RollbackOvertaken(
                connection.Database.Target, "the schema is another than the rollback left")));
        }

        foreach (MigrationUndo undo in again.Where(undo => undo.Statements.Count == 0))
        {
            refusals.Add(new RollbackRefusal(Errors.RestoreRequired(
                undo.ToString(), ["the history had not kept its statements"], "apply its file: supabase db push.")));
        }

        return new DatabaseRollbackPlan
        {
            Connection = connection.Name,
            Name = connection.Database.Target,
            SystemId = connection.Target,
            IsUndo = true,
            From = $"{(versions.Length == 0 ? "an empty history" : versions[^1])}",
            To = $"{string.Join(", ", again.AsEnumerable())} done again",
            As = manifest.As,
            Migrations = again,
            Steps = [.. again.Select((undo, at) => Step(undo, at + 1, manifest))],
            Schema = schema,
            HistoryVersions = versions,
            Folder = files,
            Manifest = manifest,
            ManifestFolder = folder,
            State = DatabaseRollbackPlanner.StateOf(history, schema),
            CreatedAt = DateTimeOffset.Now,
            EstimatedDurationSeconds = again.Length,
            EstimatedInterruptionSeconds = again.Length * Limits.SchemaChange.Lock.TotalSeconds,
            Refusals = refusals,
            Undoes = done,
        };
    }

    /// <summary>A process that ended at the commit could not write whether it came to that.</summary>
    private static bool IsCommitted(UndoneVersion version, MigrationHistory history) =>
        version.IsCommitted || HistoryToken.Of(history) == version.HistoryAfter;

    private static MigrationUndo Of(UndoneVersion version) => new()
    {
        Version = version.Version,
        Name = version.Name,
        Source = version.Source,
        Statements = [.. version.Applied.Where(MigrationStatements.IsExecutable).Select(InTransaction).OfType<string>()],
    };

    /// <summary>The statement, as it runs within a transaction; null for what only bounds one.</summary>
    private static string? InTransaction(string statement)
    {
        StatementReader reader = new(statement);
        if (reader.IsAt("begin") || reader.IsAt("commit") || reader.IsAt("vacuum"))
        {
            return null;
        }

        // The index is the same; only its building lets writers go on.
        return reader.IsAt("create") && reader.RestHas("concurrently")
            ? string.Concat(SqlLexer.Tokens(statement).Where(token => !token.Is("concurrently")).Select(token => token.Text))
            : statement;
    }

    private static RollbackStep Step(MigrationUndo undo, int number, RollbackManifest manifest)
    {
        string? archive = manifest.Versions.FirstOrDefault(version => version.Version == undo.Version)?.Archive;
        return new RollbackStep
        {
            Number = number,
            Subject = undo.ToString(),
            Action = $"do it again in one transaction: {undo.Statements.Count} statement{(undo.Statements.Count == 1 ? "" : "s")}"
                + (archive is null ? "" : ", and put its rows back"),
            Statement = string.Join("\n", undo.Statements.Select(statement => statement + ";")),
            Changes =
            [
                manifest.As == RollbackStyle.Revert
                    ? $"a new migration reapply_{undo.Name} is written, and recorded"
                    : $"the row of {undo.Version} is in the history again",
                .. archive is null ? Array.Empty<string>() : [$"rows of {archive} are put back"],
            ],
        };
    }
}
