namespace XmrtOps.Frontend;

/// <summary>Where a request ended that got no whole answer.</summary>
internal enum HttpFailure
{
    None,

    /// <summary>The host name is not known.</summary>
    NameNotFound,

    /// <summary>Nothing listens, or there is no route.</summary>
    NotConnected,

    /// <summary>TLS failed, mostly by the certificate.</summary>
    Tls,

    /// <summary>No answer, or not all of it, within the time.</summary>
    TimedOut,

    /// <summary>The connection ended before the answer did.</summary>
    CutOff,

    /// <summary>What came back is no HTTP.</summary>
    NotHttp,

    /// <summary>A proxy, a header or a size limit stood in the way.</summary>
    Other,
}
