namespace XmrtOps.Conversations;

/// <summary>What row level security and privileges say to a role that wants to insert.</summary>
internal enum InsertAccess
{
    /// <summary>There is no such role.</summary>
    NoRole,

    /// <summary>It may not use the schema.</summary>
    NoSchema,

    /// <summary>It has no INSERT privilege.</summary>
    NoGrant,

    /// <summary>Row level security is on, and no policy lets it insert.</summary>
    NoPolicy,

    /// <summary>It depends on the row or on the token.</summary>
    Conditional,

    /// <summary>A policy lets it insert whatever it wants.</summary>
    Always,

    /// <summary>Row level security is off.</summary>
    Unprotected,

    /// <summary>Row level security does not apply to it.</summary>
    Bypasses,
}
