using XmrtOps.Findings;

namespace XmrtOps.Rollback.Migrations;

/// <summary>What is wrong with a migration, or may be.</summary>
internal static class MigrationFindings
{
    public static IReadOnlyList<Finding> Of(Migration migration, IReadOnlyList<Migration> all, string? newest)
    {
        List<Finding> findings = [.. Raw(migration, all, newest)];
        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    private static IEnumerable<Finding> Raw(Migration migration, IReadOnlyList<Migration> all, string? newest)
    {
        string path = migration.Path is null ? "" : CommandText.Argument(migration.Path);
        if (migration.File is { IsDownScript: true } file && file.Version is not null)
        {
            yield return Make(
                "DownScriptAmongMigrations",
                Severity.Critical,
                "It undoes something, and the CLI takes every file here for a migration: the next push runs it, or fails.",
                $"Move-Item -LiteralPath {path} -Destination "
                + CommandText.Argument(Path.Combine(MigrationFolder.DownFolderOf(Path.GetDirectoryName(file.Path)!), file.FileName)));
        }

        switch (migration.State)
        {
            case MigrationState.Changed:
                yield return Make(
                    "ChangedSinceApplied",
                    Severity.Warning,
                    "The file says other things than what was run: what is deployed is not what the repository has.",
                    "supabase migration fetch, in a copy of the project, writes what was run; compare the two.");
                break;
            case MigrationState.MissingLocally:
                yield return Make(
                    "MissingLocally",
                    Severity.Warning,
                    "It was applied, and there is no file of it: a push refuses until there is one.",
                    "Get the newest state of the repository; supabase migration fetch writes the file from the history.");
                break;
            case MigrationState.OutOfOrder:
                yield return Make(
                    "OutOfOrder",
                    Severity.Warning,
                    $"It is older than {newest}, which is applied: a push refuses all until it is told to include it.",
                    "Rename the file to a version of now, or: supabase db push --include-all");
                break;
            case MigrationState.Duplicate:
                yield return Make(
                    "DuplicateVersion",
                    Severity.Critical,
                    $"Version {migration.Version} has another file as well: the history has room for one of them, and a push fails on the other.",
                    $"Give one of the files a version of its own: {migration.File!.FileName}");
                break;
            case MigrationState.Skipped:
                yield return Make(
                    "NameIsNoMigration",
                    Severity.Warning,
                    "Its name is not <version>_<name>.sql: a push passes over it.",
                    $"Rename it, or take it out of the folder: {migration.Name}");
                break;
        }

        if (migration.File?.Fault is { } fault)
        {
            yield return Make("Unreadable", Severity.Warning, $"The file cannot be compared: {fault}.", "Save it as UTF-8.");
        }
        else if (migration.File is { Version: not null, Statements: { } statements }
            && !statements.Any(MigrationStatements.IsExecutable))
        {
            yield return Make("Empty", Severity.Information, "The file has no statement.", null);
        }
        else if (migration.File is { Version: not null, Text: { } text } && MigrationStatements.IsBroken(text))
        {
            yield return Make("Unterminated", Severity.Warning, "The file ends within a quote or a comment.", "Complete it.");
        }

        if (migration.Version is { } version
            && migration.State != MigrationState.Duplicate
            && all.FirstOrDefault(other => IsMixed(version, other.Version)) is { } longer)
        {
            yield return Make(
                "VersionLength",
                Severity.Information,
                $"Versions are compared as text: {version} and {longer.Version} are of one day, and the shorter comes first whatever its hour.",
                null);
        }
    }

    /// <summary>One is the beginning of the other.</summary>
    private static bool IsMixed(string version, string? other) =>
        other is not null && other.Length > version.Length && other.StartsWith(version, StringComparison.Ordinal);

    private static Finding Make(string code, Severity severity, string reason, string? remedy) =>
        new() { Code = code, Severity = severity, Reason = reason, Remedy = remedy, MeasuredAt = DateTimeOffset.Now };
}
