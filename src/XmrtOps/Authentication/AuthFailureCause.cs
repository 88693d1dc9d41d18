namespace XmrtOps.Authentication;

/// <summary>Why a call was answered 401 or 403.</summary>
public enum AuthFailureCause
{
    /// <summary>The log does not say.</summary>
    Unknown,

    /// <summary>No token came along.</summary>
    TokenMissing,

    /// <summary>The token had expired: as usual, unless users are refused although they have just signed in.</summary>
    TokenExpired,

    /// <summary>The token's signature is not that of a key which is trusted.</summary>
    SignatureMismatch,

    /// <summary>The token, or the key beside it, is bad or has expired; the log does not tell which.</summary>
    TokenInvalid,

    /// <summary>A key of the new kind, or a token of another algorithm, met a check that knows the legacy ones only.</summary>
    KeyKindNotAccepted,

    /// <summary>The gateway does not take the key in the header apikey: an old one, one that was disabled or deleted, or another
    /// project's.</summary>
    KeyNotAccepted,

    /// <summary>The function was called, and its own code refused.</summary>
    FunctionCode,

    /// <summary>The user is banned.</summary>
    UserBanned,

    /// <summary>The session that the token is of has ended.</summary>
    SessionEnded,

    /// <summary>The token's role may not do it, such as the administration of users.</summary>
    RoleNotAllowed,

    /// <summary>A policy of row level security forbids it.</summary>
    PolicyDenied,

    /// <summary>The role has no privilege on the table.</summary>
    GrantMissing,
}
