using System.Globalization;

namespace XmrtOps.Faults;

/// <summary>Conditions of trying a rollback of the database.</summary>
internal static partial class Errors
{
    public static XmrtException OnTargetWithoutDryRun() => new(
        "OnTargetWithoutDryRun",
        ErrorKind.InvalidArgument,
        "-OnTarget says where a dry run takes place, and -DryRun was not given. Nothing was changed.",
        "To try it on the database itself: -DryRun -OnTarget. To do it: without -OnTarget.");

    /// <param name="name">What the plan is for.</param>
    /// <param name="target">Of which kind.</param>
    /// <param name="isUndo">It takes a rollback back.</param>
    public static XmrtException DryRunUnavailable(string name, Rollback.RollbackTarget target, bool isUndo) => new(
        "DryRunUnavailable",
        ErrorKind.InvalidArgument,
        isUndo ? $"Taking the rollback of {name} back has no dry run: only undoing migrations of a database has one. Nothing was changed."
            : $"{name}: a rollback of {(target == Rollback.RollbackTarget.Frontend ? "the frontend" : "edge functions")} has no dry run; only one of a "
            + "database has, since a platform has no copy to try it on. Nothing was sent.",
        $"To see each step, and what speaks against it: {(isUndo ? "Undo-XmrtRollback" : "$plan | Invoke-XmrtRollback")} -WhatIf.",
        name);

    /// <param name="versions">Those that were given.</param>
    public static XmrtException DryRunOneVersion(IReadOnlyList<string> versions) => new(
        "DryRunOneVersion",
        ErrorKind.InvalidArgument,
        $"On the database itself one version is tried at a time, and {versions.Count.ToString(CultureInfo.InvariantCulture)} were given. "
        + "Nothing was tried.",
        $"Try the newest: -Version {(versions.Count > 0 ? versions[0] : "<version>")} -DryRun -OnTarget. All of them on a copy: -DryRun without -OnTarget.",
        versions);

    /// <param name="target">The database.</param>
    /// <param name="version">Version and name.</param>
    /// <param name="deadline">How long it was given.</param>
    /// <param name="cause">What ended it.</param>
    public static XmrtException DryRunDeadlinePassed(string target, string version, TimeSpan deadline, Exception cause) => new(
        "DryRunDeadlinePassed",
        ErrorKind.TimedOut,
        $"Undoing {version} on {target} took longer than "
        + $"{deadline.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s, and was taken back. Others would wait as long for its tables.",
        "Try it on a copy, which keeps nobody waiting: -DryRun without -OnTarget. Do it when few use the tables.",
        version,
        cause);

    /// <param name="target">The database.</param>
    /// <param name="table">The table.</param>
    /// <param name="who">Whose transaction.</param>
    /// <param name="seconds">For how long; null where that may not be seen.</param>
    public static XmrtException TablesInUse(string target, string table, string who, double? seconds) => new(
        "TablesInUse",
        ErrorKind.Busy,
        $"{target}: {table} is in use by {who} "
        + $"{(seconds is { } age ? $"for {age.ToString("0.0", CultureInfo.InvariantCulture)} s" : "for a time that cannot be seen")}: "
        + "others would queue behind the dry run. Nothing was tried.",
        "Get-XmrtActivity shows what it does. Wait for its end, or try it on a copy: -DryRun without -OnTarget.",
        table);

    /// <param name="target">The database.</param>
    /// <param name="problem">What failed first.</param>
    public static XmrtException DryRunFailed(string target, string problem) => new(
        "DryRunFailed",
        ErrorKind.InvalidState,
        $"On a copy of {target} the rollback does not go as it shall: {problem.TrimEnd('.')}. The database was only read.",
        "The record beside the error has what each version did. Correct the script, and try again.",
        target);

    /// <param name="target">The database, or the program.</param>
    /// <param name="reason">Why, as a clause.</param>
    public static XmrtException PgDumpUnfit(string target, string reason) => new(
        "PgDumpUnfit",
        ErrorKind.NotInstalled,
        $"The schema of {target} cannot be copied with the PostgreSQL that is here: {reason.TrimEnd('.')}. The database was only read.",
        "Install PostgreSQL of the server's version or a newer one, with its client programs (on Debian: apt-get install "
        + "postgresql-<version>), and name its folder: -PostgresBin <path>.",
        target);

    /// <param name="target">The database.</param>
    /// <param name="reason">What pg_dump said, or what that means.</param>
    /// <param name="remedy">What helps, as the begin of a sentence.</param>
    public static XmrtException SchemaCopyFailed(string target, string reason, string remedy) => new(
        "SchemaCopyFailed",
        ErrorKind.InvalidState,
        $"pg_dump could not copy the schema of {target}: {Module.Display.OneLine(reason, 300).TrimEnd('.')}. The database was only read.",
        $"{remedy}, or look at the plan alone: -WhatIf.",
        target);
}
