namespace XmrtOps.Rollback;

/// <summary>Something that a rollback would lose.</summary>
public sealed record RollbackLoss
{
    /// <summary>What would be lost: a table, a column, the changes of a deployment.</summary>
    public required string Subject { get; init; }

    /// <summary>What that means, for a person.</summary>
    public required string Description { get; init; }

    /// <summary>Rows that hold something there; null where it is no matter of rows, or could not be counted.</summary>
    public long? Rows { get; init; }

    /// <summary>It is kept before, so that the undo brings it back; null where there is nothing to keep.</summary>
    public bool? IsKept { get; init; }

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
