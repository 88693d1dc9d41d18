namespace XmrtOps.Sandbox.Logs;

/// <summary>Takes what the stand-ins log.</summary>
internal interface IPlatformLog
{
    /// <summary>Keeps a line; may be called from several threads at once.</summary>
    void Write(PlatformLogEntry entry);
}
