namespace XmrtOps.Sandbox.Logs;

/// <summary>Keeps nothing: for a platform whose logs nobody reads.</summary>
internal sealed class SilentPlatformLog : IPlatformLog
{
    /// <inheritdoc/>
    public void Write(PlatformLogEntry entry)
    {
        // Nobody reads it.
    }
}
