using XmrtOps.Findings;

namespace XmrtOps.Rollback.Migrations;

/// <summary>A migration, as its file and the history of the database have it (runbook, "Rollback Procedures").</summary>
public sealed record Migration
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>The version: digits, which the CLI compares as text. Null where a file's name has none.</summary>
    public string? Version { get; init; }

    /// <summary>What the name says after the version.</summary>
    public string? Name { get; init; }

    /// <summary>How file and history stand to each other.</summary>
    public required MigrationState State { get; init; }

    /// <summary>It has a row in the history.</summary>
    public bool IsApplied { get; init; }

    /// <summary>The file's statements are others than those recorded; null where that cannot be known: no file, or nothing
    /// recorded.</summary>
    public bool? IsChanged { get; init; }

    /// <summary>Statements, of the history where it has them, else of the file; null where neither is known.</summary>
    public int? StatementCount { get; init; }

    /// <summary>SHA-256 of what the recorded statements say; null where none were recorded.</summary>
    public string? AppliedHash { get; init; }

    /// <summary>SHA-256 of what the file says; null where there is no file or it cannot be read.</summary>
    public string? FileHash { get; init; }

    /// <summary>The file; null where there is none.</summary>
    public string? Path { get; init; }

    /// <summary>The script that undoes it; null where there is none.</summary>
    public string? DownPath { get; init; }

    /// <summary>When the version was made, as far as it is a time (UTC in the version, shown in local time).</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the row was written; null where the server does not keep that (track_commit_timestamp).</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>Who applied it, where the history has it (created_by).</summary>
    public string? AppliedBy { get; init; }

    /// <summary>What is wrong, or may be.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What to do about the worst of it; null where nothing is wrong.</summary>
    public string? Remedy => Findings.Count == 0 ? null : Findings[0].Remedy;

    internal AppliedMigration? Row { get; init; }

    internal MigrationFile? File { get; init; }
}
