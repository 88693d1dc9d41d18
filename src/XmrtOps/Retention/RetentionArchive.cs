using XmrtOps.Retention.Archives;

namespace XmrtOps.Retention;

/// <summary>An archive that is complete and on the disk.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Horizon">pg_snapshot_xmin of the snapshot that it was written from: what a transaction from before it
/// wrote is in the archive. Rows written by later ones are kept, and so are rows whose cascades were.</param>
/// <param name="Rows">Rows of the table itself that are in it.</param>
internal sealed record RetentionArchive(string Path, long Horizon, long Rows)
{
    /// <summary>Rows of cascades that are in it.</summary>
    public long CascadedRows { get; init; }

    /// <summary>Bytes on the disk.</summary>
    public long Bytes { get; init; }

    /// <summary>Which rows of the table are in it; null: the horizon alone tells.</summary>
    public ArchivedKeys? Keys { get; init; }
}
