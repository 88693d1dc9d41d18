namespace XmrtOps.Database.Indexing;

/// <summary>What an index is proposed for.</summary>
public enum ProposalSource
{
    /// <summary>A foreign key: deleting or changing the row it points to reads the whole table without one.</summary>
    ForeignKey,

    /// <summary>A table that is read whole again and again; which columns are asked for is not known.</summary>
    SequentialScans,

    /// <summary>The plan of a query.</summary>
    QueryPlan,
}
