using System.Globalization;

namespace XmrtOps.Rollback.Migrations;

/// <summary>Lays files and history side by side, as a push would, and says how each stands.</summary>
internal static class MigrationMerge
{
    /// <summary>All of both, oldest first; files that are no migrations last.</summary>
    public static List<Migration> Of(string connection, MigrationHistory history, MigrationFolder? folder)
    {
        string? newest = history.Rows.Count == 0 ? null : history.Rows[^1].Version;
        Dictionary<string, AppliedMigration> applied = history.Rows.ToDictionary(row => row.Version, StringComparer.Ordinal);
        List<Migration> found = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        // The file that a push takes first stands for the version; where one of them is an undoing script, the other does.
        foreach (MigrationFile file in (folder?.Files ?? []).OrderBy(file => file.IsDownScript))
        {
            AppliedMigration? row = file.Version is null ? null : applied.GetValueOrDefault(file.Version);
            bool isSecond = file.Version is not null && !seen.Add(file.Version);
            found.Add(Of(connection, file, isSecond ? null : row, isSecond, newest, folder!));
        }

        found.AddRange(history.Rows.Where(row => !seen.Contains(row.Version)).Select(row => Of(connection, row, folder)));
        return
        [
            .. found
                .OrderBy(migration => migration.Version is null)
                .ThenBy(migration => migration.Version, StringComparer.Ordinal)
                .ThenBy(migration => migration.State == MigrationState.Duplicate)
                .Select(migration => migration with { Findings = MigrationFindings.Of(migration, found, newest) }),
        ];
    }

    /// <summary>The moment that a version of 14 digits names.</summary>
    public static DateTimeOffset? TimeOf(string? version) => DateTimeOffset.TryParseExact(
        version,
        ["yyyyMMddHHmmss", "yyyyMMdd"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal,
        out DateTimeOffset time)
            ? time.ToLocalTime()
            : null;

    private static Migration Of(
        string connection, MigrationFile file, AppliedMigration? row, bool isSecond, string? newest, MigrationFolder folder)
    {
        string? fileHash = file.Statements is null ? null : MigrationStatements.Hash(file.Statements);
        bool? isChanged = row?.Hash is { } recorded && fileHash is not null ? recorded != fileHash : null;
        return new Migration
        {
            Connection = connection,
            Version = file.Version,
            Name = file.Name ?? file.FileName,
            State = file.Version is null ? MigrationState.Skipped
                : isSecond ? MigrationState.Duplicate
                : row is not null ? isChanged == true ? MigrationState.Changed : MigrationState.Applied
                : newest is not null && string.CompareOrdinal(file.Version, newest) < 0 ? MigrationState.OutOfOrder
                : MigrationState.Pending,
            IsApplied = row is not null,
            IsChanged = isChanged,
            StatementCount = row?.Statements?.Count ?? file.Statements?.Count,
            AppliedHash = row?.Hash,
            FileHash = fileHash,
            Path = file.Path,
            DownPath = file.Version is null || isSecond ? null : folder.DownScripts.GetValueOrDefault(file.Version)?.Path,
            CreatedAt = TimeOf(file.Version),
            AppliedAt = row?.AppliedAt,
            AppliedBy = row?.AppliedBy,
            Row = row,
            File = file,
        };
    }

    private static Migration Of(string connection, AppliedMigration row, MigrationFolder? folder) => new()
    {
        Connection = connection,
        Version = row.Version,
        Name = row.Name,
        State = folder is null ? MigrationState.Applied : MigrationState.MissingLocally,
        IsApplied = true,
        StatementCount = row.Statements?.Count,
        AppliedHash = row.Hash,
        DownPath = folder?.DownScripts.GetValueOrDefault(row.Version)?.Path,
        CreatedAt = TimeOf(row.Version),
        AppliedAt = row.AppliedAt,
        AppliedBy = row.AppliedBy,
        Row = row,
    };
}
