using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Notices;
using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Migrations;
using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Rollback.Databases;

/// <summary>Plans to undo migrations: by looking only, in one read-only transaction.</summary>
internal static class DatabaseRollbackPlanner
{
    private const int ShownObjects = 5;

    /// <exception cref="XmrtException">MigrationNotFound, MigrationHistoryUnreadable, PoolerUnfit, and those of running SQL.</exception>
    public static async Task<RollbackPlan> PlanAsync(
        XmrtConnection connection, DatabaseRollbackRequest request, INotices notices, CancellationToken cancellation)
    {
        connection.RequireSession("a version is undone in one session");
        RestorePoint point = await RestorePoint.ReadAsync(connection, notices, cancellation);
        RollbackPlan plan = await connection.Database.ReadAsync(
            Limits.ExactRead,
            notices,
            transaction => PlanAsync(connection, transaction, request, point, cancellation),
            cancellation);
        return await InterruptedRollback.FindAsync(plan, notices, cancellation) is { } interrupted
            ? plan with { Findings = [interrupted, .. plan.Findings] }
            : plan;
    }

    /// <summary>What a plan is made for, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> StateAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) => await connection.Database.ReadAsync(
            Limits.ExactRead,
            notices,
            async transaction => StateOf(
                await MigrationHistoryReader.ReadAsync(transaction, cancellation),
                await SchemaFingerprintReader.ReadAsync(transaction, cancellation)),
            cancellation);

    public static IReadOnlyDictionary<string, string?> StateOf(MigrationHistory history, SchemaFingerprint schema) =>
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["history"] = HistoryToken.Of(history),
            ["schema"] = schema.Hash,
        };

    private static async Task<RollbackPlan> PlanAsync(
        XmrtConnection connection,
        DatabaseTransaction transaction,
        DatabaseRollbackRequest request,
        RestorePoint point,
        CancellationToken cancellation)
    {
        MigrationHistory history = await MigrationHistoryReader.ReadAsync(transaction, cancellation);
        List<Migration> all = MigrationMerge.Of(connection.Name, history, request.Folder);
        List<MigrationUndo> undos = [];
        List<Migration> chosen = Chosen(request, all);
        List<SchemaObject> made = MigrationUndos.MadeBy(chosen);
        string[] together = [.. chosen.Select(migration => migration.Version!)];
        foreach (Migration migration in chosen)
        {
            undos.Add(await MigrationUndos.OfAsync(
                transaction, migration, request.Folder?.DownScripts.GetValueOrDefault(migration.Version!), made, together, history, cancellation));
        }

        List<TableLoss> losses = await TableLossReader.ReadAsync(transaction, undos, cancellation);
        IReadOnlyList<WrittenSince>? written = await WrittenSinceReader.ReadAsync(transaction, undos, point, cancellation);
        List<string> dependents = await ObjectReader.DependentsAsync(
            transaction, [.. undos.SelectMany(undo => undo.DroppedNow)], cancellation);
        dependents.AddRange(undos.SelectMany(undo => undo.Dependents));
        List<AccessRight> rights = AccessForecast.Touched(await AccessRightsReader.ReadAsync(transaction, cancellation), undos);
        SchemaFingerprint schema = await SchemaFingerprintReader.ReadAsync(transaction, cancellation);
        string[] versions = [.. history.Rows.Select(row => row.Version)];
        DatabaseRollbackPlan plan = new()
        {
            Connection = connection.Name,
            Name = connection.Database.Target,
            SystemId = connection.Target,
            From = $"{versions[^1]}, the newest of {versions.Length}",
            To = To(request.As, undos, versions),
            As = request.As,
            Migrations = undos,
            Steps = [.. undos.Select((undo, at) => DatabaseSteps.Of(undo, at + 1, request.As))],
            Losses = [.. losses.Select(DatabaseSteps.Loss)],
            TableLosses = losses,
            RestorePointAt = point.At,
            WrittenSinceRestorePoint = written,
            AccessNow = rights,
            AccessChanges = AccessForecast.Changes(rights, undos),
            Schema = schema,
            HistoryVersions = versions,
            Folder = request.Folder,
            State = StateOf(history, schema),
            CreatedAt = DateTimeOffset.Now,
            EstimatedDurationSeconds = undos.Count,
            EstimatedInterruptionSeconds = undos.Count * Limits.SchemaChange.Lock.TotalSeconds,
            Undo = $"{JournaledRollbacks.Undo} -Connection {CommandText.Argument(connection.Name)}",
            Evidence = EvidenceOf(point, written, history, schema),
            Findings = [.. undos.SelectMany(Assumptions), .. undos.Select(NotCompared).OfType<Finding>()],
        };
        return plan with { Refusals = [.. DatabaseRefusals.Of(connection, plan, all, dependents, point)] };
    }

    /// <summary>The newest first.</summary>
    private static List<Migration> Chosen(DatabaseRollbackRequest request, List<Migration> all)
    {
        Migration[] applied = [.. all.Where(migration => migration.IsApplied).OrderByDescending(migration => migration.Version, StringComparer.Ordinal)];
        if (request.Last is { } last)
        {
            return last <= applied.Length
                ? [.. applied.Take(last)]
                : throw Errors.MigrationNotFound(
                    string.Create(CultureInfo.InvariantCulture, $"the last {last}"),
                    string.Create(CultureInfo.InvariantCulture, $"{applied.Length} are applied"));
        }

        foreach (string version in request.Versions)
        {
            if (!Array.Exists(applied, migration => migration.Version == version))
            {
                throw Errors.MigrationNotFound(
                    version, all.Exists(migration => migration.Version == version) ? "it is not applied" : "the history has no such version");
            }
        }

        return [.. applied.Where(migration => request.Versions.Contains(migration.Version!, StringComparer.Ordinal))];
    }

    private static string To(RollbackStyle style, List<MigrationUndo> undos, string[] versions) => style == RollbackStyle.Revert
        ? $"{versions[^1]} and {undos.Count} newer one{(undos.Count == 1 ? "" : "s")} that undo{(undos.Count == 1 ? "es" : "")} {string.Join(", ", undos)}"
        : versions.Except(undos.Select(undo => undo.Version), StringComparer.Ordinal).LastOrDefault() ?? "an empty history";

    private static Dictionary<string, object?> EvidenceOf(
        RestorePoint point, IReadOnlyList<WrittenSince>? written, MigrationHistory history, SchemaFingerprint schema) => new(StringComparer.Ordinal)
    {
        ["RestorePoint"] = point.Evidence,
        ["RestorePointAt"] = point.At,
        ["RestorePointAgeMinutes"] = point.At is { } at ? Math.Round((DateTimeOffset.Now - at).TotalMinutes) : null,
        ["WrittenSinceRestorePoint"] = written?.Select(table => table.ToString()).ToArray(),
        ["AppliedMigrations"] = history.Rows.Count,
        ["SchemaObjects"] = schema.Count,
    };

    private static IEnumerable<Finding> Assumptions(MigrationUndo undo) => undo.Assumptions.Select(assumption => new Finding
    {
        Code = "Assumption",
        Severity = Severity.Information,
        Confidence = Confidence.Medium,
        Reason = $"{undo}: it takes for granted that {assumption}",
        MeasuredAt = DateTimeOffset.Now,
    });

    /// <summary>What is there, and may be otherwise than it was made.</summary>
    private static Finding? NotCompared(MigrationUndo undo) => undo.NotCompared.Count == 0 ? null : new Finding
    {
        Code = "NotCompared",
        Severity = Severity.Information,
        Confidence = Confidence.Medium,
        Reason = $"{undo}: what it made is there, and was not compared with how it was made: "
            + string.Join(", ", undo.NotCompared.Take(ShownObjects))
            + (undo.NotCompared.Count > ShownObjects
                ? string.Create(CultureInfo.InvariantCulture, $" and {undo.NotCompared.Count - ShownObjects} more")
                : ""),
        MeasuredAt = DateTimeOffset.Now,
    };
}
