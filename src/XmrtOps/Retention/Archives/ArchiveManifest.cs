namespace XmrtOps.Retention.Archives;

/// <summary>
/// What an archive holds, as its manifest.json says: written last, so that an archive without one is not complete. It
/// holds no secret, and of the rows nothing but their number.
/// </summary>
internal sealed record ArchiveManifest
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The form that this module writes, and the newest that it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the archive's form.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Version of the module that wrote it.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The system that the rows are from.</summary>
    public required ArchiveSource Source { get; init; }

    /// <summary>The table whose rows were chosen; all others are their cascades.</summary>
    public required string Table { get; init; }

    /// <summary>The column that rows are aged by.</summary>
    public required string TimeColumn { get; init; }

    /// <summary>Rows from before this are in it.</summary>
    public required DateTimeOffset Cutoff { get; init; }

    /// <summary>Which of those, in SQL over the alias t.</summary>
    public required string Condition { get; init; }

    /// <summary>The snapshot that all tables were read from, as pg_current_snapshot() shows it.</summary>
    public required string Snapshot { get; init; }

    /// <summary>The command that deletes the same rows again.</summary>
    public required string Command { get; init; }

    /// <summary>In the order of the foreign keys: what is referred to comes before what refers.</summary>
    public required IReadOnlyList<ArchivedTable> Tables { get; init; }

    /// <summary>Statements that make partitions anew that were dropped, for rows that have nowhere to go without.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];
}
