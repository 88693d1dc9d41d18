namespace XmrtOps.Findings;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Nothing to do.</summary>
    None,

    /// <summary>Something to know.</summary>
    Information,

    /// <summary>Something to look at.</summary>
    Warning,

    /// <summary>Something to act on now.</summary>
    Critical,
}
