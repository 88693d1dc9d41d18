namespace XmrtOps.Database.Tables;

/// <summary>What the first table of a list is the first by.</summary>
public enum TableOrder
{
    /// <summary>Rows, indexes and TOAST together, biggest first.</summary>
    TotalSize,

    /// <summary>The rows alone, biggest first.</summary>
    TableSize,

    /// <summary>The indexes together, biggest first.</summary>
    IndexSize,

    /// <summary>Estimated rows, most first.</summary>
    Rows,

    /// <summary>Dead rows, most first.</summary>
    DeadRows,

    /// <summary>Estimated bloat in bytes, most first.</summary>
    Bloat,

    /// <summary>Rows read by sequential scans, most first.</summary>
    SequentialRows,

    /// <summary>Schema and name, A to Z.</summary>
    Name,
}
