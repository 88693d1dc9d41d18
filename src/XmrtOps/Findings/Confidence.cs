namespace XmrtOps.Findings;

/// <summary>How far a finding can be relied on.</summary>
public enum Confidence
{
    /// <summary>Nothing was measured.</summary>
    None,

    /// <summary>A hint: few samples, or a source that may mean something else.</summary>
    Low,

    /// <summary>Part of the evidence could not be had.</summary>
    Medium,

    /// <summary>Measured directly and in full.</summary>
    High,
}
