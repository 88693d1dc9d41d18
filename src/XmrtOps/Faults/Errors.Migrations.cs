namespace XmrtOps.Faults;

/// <summary>Conditions of migrations.</summary>
internal static partial class Errors
{
    /// <param name="path">The folder.</param>
    /// <param name="reason">What is there instead, as a clause.</param>
    public static XmrtException MigrationFolderMissing(string path, string reason) => new(
        "MigrationFolderMissing",
        ErrorKind.ObjectNotFound,
        $"There are no migrations at {path}: {reason}.",
        "Give the project's folder or its supabase/migrations: -Path ./supabase/migrations.",
        path);

    public static XmrtException MigrationFolderUnreadable(string path, Exception cause) => new(
        "MigrationFolderUnreadable",
        ErrorKind.PermissionDenied,
        $"The migrations at {path} cannot be read: {cause.Message}",
        "Make the folder readable for this account, or give another with -Path.",
        path,
        cause);

    /// <param name="target">The database.</param>
    /// <param name="reason">Why, as a clause.</param>
    public static XmrtException MigrationHistoryUnreadable(string target, string reason) => new(
        "MigrationHistoryUnreadable",
        ErrorKind.PermissionDenied,
        $"The history of migrations of {target} cannot be read in full: {reason}.",
        "Connect as the role postgres, or: GRANT USAGE ON SCHEMA supabase_migrations TO <role>; "
        + "GRANT SELECT ON supabase_migrations.schema_migrations TO <role>;",
        target);

    public static XmrtException MigrationFileUnwritable(string path, Exception cause) => new(
        "MigrationFileUnwritable",
        ErrorKind.WriteFailed,
        $"The migration {path} cannot be written: {cause.Message}",
        "Make the folder writable for this account, or give another with -Path.",
        path,
        cause);

    /// <param name="target">The database.</param>
    /// <param name="what">How it differs, as a clause.</param>
    public static XmrtException MigrationHistoryMoved(string target, string what) => new(
        "MigrationHistoryMoved",
        ErrorKind.InvalidState,
        $"The history of migrations of {target} is not what the plan was made for: {what}. This version was not touched.",
        "Look what was done meanwhile, and plan anew: Get-XmrtMigration; New-XmrtRollbackPlan -Database.",
        target);

    /// <param name="target">The database.</param>
    /// <param name="what">How it differs, as a clause.</param>
    public static XmrtException SchemaMoved(string target, string what) => new(
        "SchemaMoved",
        ErrorKind.InvalidState,
        $"The schema of {target} is not what the plan was made for: {what}. This version was not touched.",
        "Find out who changes it, and plan anew: New-XmrtRollbackPlan -Database.",
        target);

    /// <param name="target">The database.</param>
    /// <param name="version">Version and name.</param>
    /// <param name="what">What differs, as a clause.</param>
    public static XmrtException ChangedByHand(string target, string version, string what) => new(
        "ChangedByHand",
        ErrorKind.InvalidState,
        $"{target}: what {version} made was changed since by something else than a migration: {what}. This version was not touched.",
        $"Look at it. A script that says what becomes of it undoes the version all the same: supabase/rollbacks/{version}.down.sql.",
        version);

    public static XmrtException MigrationUnderWay(string target) => new(
        "MigrationUnderWay",
        ErrorKind.Busy,
        $"Somebody else is rolling migrations of {target} back at this moment. Nothing was changed.",
        "Wait for the end, then look: Get-XmrtMigration; Get-XmrtActivity.",
        target);

    public static XmrtException MigrationNotFound(string version, string reason) => new(
        "MigrationNotFound",
        ErrorKind.ObjectNotFound,
        $"There is no migration '{version}' to undo: {reason}.",
        "Get-XmrtMigration lists those that are applied.",
        version);

    /// <param name="version">Version and name.</param>
    /// <param name="reasons">Why nothing undoes it, as clauses.</param>
    /// <param name="restore">What restoring would mean.</param>
    public static XmrtException RestoreRequired(string version, IReadOnlyList<string> reasons, string restore) => new(
        "RestoreRequired",
        ErrorKind.InvalidState,
        $"Nothing is known that undoes {version}: {string.Join("; ", reasons.Take(3))}"
        + $"{(reasons.Count > 3 ? $" and {reasons.Count - 3} more" : "")}. Nothing was changed.",
        $"Write what undoes it into supabase/rollbacks/{version}.down.sql, and plan anew. Or {restore}",
        version);

    /// <param name="script">The script.</param>
    /// <param name="reason">What is wrong with it, as a clause.</param>
    public static XmrtException DownScriptUnfit(string script, string reason) => new(
        "DownScriptUnfit",
        ErrorKind.InvalidData,
        $"The script {script} cannot be used: {reason}. Nothing was changed.",
        "Correct the script, and plan anew.",
        script);

    /// <param name="losses">What would be lost.</param>
    public static XmrtException RollbackLosesData(IReadOnlyList<string> losses) => new(
        "RollbackLosesData",
        ErrorKind.SecurityRefused,
        $"It would lose data: {string.Join("; ", losses.Take(5))}{(losses.Count > 5 ? $" and {losses.Count - 5} more" : "")}. Nothing was changed.",
        "-AllowDataLoss allows it, together with the connection's name: -ConfirmName <name>. What is lost is kept, and Undo-XmrtRollback "
        + "brings it back.",
        losses);

    public static XmrtException RollbackNotConfirmed(string connection) => new(
        "RollbackNotConfirmed",
        ErrorKind.SecurityRefused,
        "A rollback that loses data is confirmed by name. Nothing was changed.",
        $"Say which database is meant: -ConfirmName {Findings.CommandText.Argument(connection)}.",
        connection);

    /// <param name="exposures">What would be opened, as clauses.</param>
    public static XmrtException RollbackExposes(IReadOnlyList<string> exposures) => new(
        "RollbackExposes",
        ErrorKind.SecurityRefused,
        $"It would open what is closed, or may: {string.Join("; ", exposures.Take(5))}"
        + $"{(exposures.Count > 5 ? $" and {exposures.Count - 5} more" : "")}. Nothing was changed.",
        "Look at each of them. -AllowExposure allows it.",
        exposures);

    public static XmrtException RollbackHasDependents(IReadOnlyList<string> dependents) => new(
        "RollbackHasDependents",
        ErrorKind.InvalidState,
        $"Other things need what would be dropped: {string.Join("; ", dependents.Take(5))}"
        + $"{(dependents.Count > 5 ? $" and {dependents.Count - 5} more" : "")}. Nothing was changed.",
        "Undo the later migrations as well (several -Version), or write a script that says what becomes of them.",
        dependents);

    public static XmrtException MigrationHistoryGap(string what) => new(
        "MigrationHistoryGap",
        ErrorKind.InvalidState,
        $"History and files have a gap: {what}. Nothing was changed.",
        "Get-XmrtMigration shows where. Get the newest state of the repository, or undo it by a migration: -As Revert.",
        what);

    public static XmrtException NoRestorePoint(string evidence) => new(
        "NoRestorePoint",
        ErrorKind.InvalidState,
        $"If this goes wrong there is nothing to go back to: {evidence}. Nothing was changed.",
        "Make a backup (supabase db dump, pg_dump), or connect the profile to its Supabase project. -WithoutRestorePoint goes on all the same.",
        evidence);

    public static XmrtException LocalFileExists(string path) => new(
        "LocalFileExists",
        ErrorKind.InvalidState,
        $"The file {path} is there still, and the next push would apply it again. Nothing was changed.",
        "Take the file out of the folder first, or undo it by a migration: -As Revert. -KeepLocalFile goes on all the same.",
        path);

    public static XmrtException RollbackManifestMissing(string? path, string reason) => new(
        "RollbackManifestMissing",
        ErrorKind.ObjectNotFound,
        $"What was kept of the rollback cannot be used: {path ?? "no path is in the journal"}: {reason}.",
        "The folder can be brought back from a backup of XMRTOPS_HOME. The old statements are in the history (Get-XmrtMigration).",
        path);

    public static XmrtException NotAVersionNumber(string text) => new(
        "NotAVersionNumber",
        ErrorKind.InvalidArgument,
        $"'{Module.Display.OneLine(text, 60)}' is no version of a function.",
        "Give one number: Get-XmrtFunction -Saved lists what is kept.",
        text);
}
