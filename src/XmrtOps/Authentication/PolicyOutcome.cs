namespace XmrtOps.Authentication;

/// <summary>What came of trying a command as a role.</summary>
public enum PolicyOutcome
{
    /// <summary>It was not tried, or what came of it tells nothing.</summary>
    NotMeasured,

    /// <summary>It does what it would for the service role.</summary>
    Allowed,

    /// <summary>It reaches some rows, and others not.</summary>
    Partly,

    /// <summary>Policies let nothing through.</summary>
    Blocked,

    /// <summary>A privilege is missing.</summary>
    NoGrant,

    /// <summary>There is no row to try it on.</summary>
    NothingThere,

    /// <summary>A policy, a trigger or something else raised an error.</summary>
    Failed,
}
