namespace XmrtOps.Retention.Archives;

/// <summary>What was put back from an archive: all of it was committed together.</summary>
public sealed record ArchiveImportResult
{
    /// <summary>Name of the connection.</summary>
    public required string Connection { get; init; }

    /// <summary>Directory of the archive.</summary>
    public required string Path { get; init; }

    /// <summary>The tables, what is referred to before what refers.</summary>
    public required IReadOnlyList<ArchiveImportTable> Tables { get; init; }

    /// <summary>Rows in the archive.</summary>
    public long Rows => Tables.Sum(table => table.Rows);

    /// <summary>Rows that were put back.</summary>
    public long Inserted => Tables.Sum(table => table.Inserted);

    /// <summary>Rows that were there already.</summary>
    public long AlreadyPresent => Tables.Sum(table => table.AlreadyPresent);

    /// <summary>Rows whose key another row has, which stays.</summary>
    public long Conflicts => Tables.Sum(table => table.Conflicts);

    /// <summary>Rows that refer to what is not there, and were left out.</summary>
    public long WithoutParent => Tables.Sum(table => table.WithoutParent);

    /// <summary>Sequences that were brought behind the rows, so that they give no number of theirs.</summary>
    public required IReadOnlyList<string> AdvancedSequences { get; init; }

    /// <summary>Triggers and rules that were kept still meanwhile, and are what they were again.</summary>
    public required IReadOnlyList<string> SilencedTriggers { get; init; }

    /// <summary>From begin to end, in milliseconds.</summary>
    public required double DurationMs { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The command that deletes again what is as old as the archive's rows; null where nothing was put back.</summary>
    public string? Undo { get; init; }

    /// <summary>Entry of the journal (Get-XmrtJournal); null where none was written.</summary>
    public Guid? JournalId { get; init; }

    /// <summary>The account in a sentence.</summary>
    public override string ToString() => ImportWords.Account(this);
}
