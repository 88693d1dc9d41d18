namespace XmrtOps.Authentication;

/// <summary>What came of comparing a key, address or secret of two places.</summary>
public enum EnvironmentState
{
    /// <summary>The place could not be asked; Reason says why.</summary>
    NotMeasured,

    /// <summary>A place does not tell the value, by design: nothing is known, and it is not taken for different.</summary>
    CannotCompare,

    /// <summary>Both have the same.</summary>
    Equal,

    /// <summary>The place has another value.</summary>
    Different,

    /// <summary>The place has none, or an empty one.</summary>
    Missing,

    /// <summary>Changed after the build that is running, which still has the old value.</summary>
    PendingRedeploy,
}
