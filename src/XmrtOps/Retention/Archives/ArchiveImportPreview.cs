using XmrtOps.Findings;

namespace XmrtOps.Retention.Archives;

/// <summary>What putting an archive back would do. Nothing has been changed.</summary>
public sealed record ArchiveImportPreview
{
    /// <summary>Name of the connection.</summary>
    public required string Connection { get; init; }

    /// <summary>Directory of the archive.</summary>
    public required string Path { get; init; }

    /// <summary>The system that the rows are from: host, port and database.</summary>
    public required string Source { get; init; }

    /// <summary>The rows are from this database; null: the role may not ask for the server's identifier.</summary>
    public bool? IsSameSystem { get; init; }

    /// <summary>When the archive was written.</summary>
    public required DateTimeOffset ArchivedAt { get; init; }

    /// <summary>Rows from before this are in it.</summary>
    public required DateTimeOffset Cutoff { get; init; }

    /// <summary>The tables, what is referred to before what refers.</summary>
    public required IReadOnlyList<ArchiveImportTable> Tables { get; init; }

    /// <summary>Rows in the archive.</summary>
    public long Rows => Tables.Sum(table => table.Rows);

    /// <summary>Rows that would be put back.</summary>
    public long Inserted => Tables.Sum(table => table.Inserted);

    /// <summary>Rows that are there already.</summary>
    public long AlreadyPresent => Tables.Sum(table => table.AlreadyPresent);

    /// <summary>Rows whose key another row has.</summary>
    public long Conflicts => Tables.Sum(table => table.Conflicts);

    /// <summary>Rows that refer to what is not there.</summary>
    public long WithoutParent => Tables.Sum(table => table.WithoutParent);

    /// <summary>Triggers and rules that putting rows back sets off.</summary>
    public required IReadOnlyList<string> Triggers { get; init; }

    /// <summary>What is to be known before it is done.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>When it was looked at.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>What would be put back, in a sentence.</summary>
    public override string ToString() => ImportWords.Action(this);
}
