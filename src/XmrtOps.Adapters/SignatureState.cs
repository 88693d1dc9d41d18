namespace XmrtOps.Adapters;

/// <summary>What came of checking the signature of a token.</summary>
public enum SignatureState
{
    /// <summary>It is the signature of one of the keys.</summary>
    Valid,

    /// <summary>A key fits the token's header, and the signature is not that key's.</summary>
    Wrong,

    /// <summary>The token has no signature, or says that it needs none.</summary>
    Missing,

    /// <summary>No key is of the kind that the token's algorithm needs.</summary>
    WrongKeyType,

    /// <summary>The token names a key that is not among those given.</summary>
    KeyNotFound,

    /// <summary>The algorithm is none that this program can check.</summary>
    Unsupported,

    /// <summary>There is no key to check with.</summary>
    NoKeys,
}
