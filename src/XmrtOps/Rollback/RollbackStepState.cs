namespace XmrtOps.Rollback;

/// <summary>What became of one step.</summary>
public enum RollbackStepState
{
    /// <summary>It was not come to.</summary>
    NotRun,

    /// <summary>It was so already.</summary>
    NotNeeded,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It goes on still, or whether it was done could not be found out.</summary>
    Unknown,
}
