namespace XmrtOps.Database.Tables;

/// <summary>What kind of relation holds the rows.</summary>
public enum TableKind
{
    /// <summary>A table that stands alone.</summary>
    Table,

    /// <summary>A parent that holds no rows itself; its numbers are the sums of its partitions.</summary>
    Partitioned,

    /// <summary>A partition that holds rows.</summary>
    Partition,

    /// <summary>A materialised view.</summary>
    MaterialisedView,

    /// <summary>A foreign table: its rows are on another server.</summary>
    Foreign,
}
