namespace XmrtOps.Sandbox.Http;

/// <summary>What a stand-in puts up with.</summary>
internal static class HttpLimits
{
    /// <summary>Bytes of the request line and all headers together.</summary>
    public const int HeadBytes = 64 * 1024;

    /// <summary>Bytes of a body, after its transfer coding is taken off.</summary>
    public const int BodyBytes = 16 * 1024 * 1024;

    /// <summary>Open connections; further ones wait to be accepted.</summary>
    public const int Connections = 1024;
}
