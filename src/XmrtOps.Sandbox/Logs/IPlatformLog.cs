namespace XmrtOps.Sandbox.Logs;

/// <summary>Where the stand-ins write what a platform would log of them.</summary>
internal interface IPlatformLog
{
    /// <summary>Adds a row. It is seen by every query that is asked afterwards.</summary>
    void Write(PlatformLogEntry entry);
}
