namespace XmrtOps.Adapters;

/// <summary>How a connection is protected, in libpq's terms.</summary>
public enum TlsMode
{
    /// <summary>Never encrypted.</summary>
    Disable,

    /// <summary>Encrypted where the server offers it, and not verified; falls back to plain text in silence.</summary>
    Prefer,

    /// <summary>Encrypted, not verified.</summary>
    Require,

    /// <summary>Encrypted, and the certificate chains to a trusted root.</summary>
    VerifyCA,

    /// <summary>As VerifyCA, and the certificate is the host's.</summary>
    VerifyFull,
}
