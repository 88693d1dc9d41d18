namespace XmrtOps.Authentication;

/// <summary>What privileges and policies add up to for one role and one command.</summary>
public enum AccessVerdict
{
    /// <summary>It cannot be told.</summary>
    Unknown,

    /// <summary>A privilege is missing: an error (42501).</summary>
    NoGrant,

    /// <summary>No policy lets anything through: no rows without an error; an insert is refused with one (42501).</summary>
    Denied,

    /// <summary>Rows that fulfil a condition.</summary>
    Filtered,

    /// <summary>All rows.</summary>
    All,
}
