namespace XmrtOps.Sandbox.Http;

/// <summary>What a fault does to a reply on its way.</summary>
public enum FaultDamage
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection is reset before a byte of the reply.</summary>
    DropConnection,

    /// <summary>The reply promises more than it brings, and the connection closes in mid-body.</summary>
    TruncateBody,

    /// <summary>Status and headers are right, the body is JSON that breaks off.</summary>
    MalformedBody,
}
