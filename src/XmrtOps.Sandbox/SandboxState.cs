namespace XmrtOps.Sandbox;

/// <summary>Whether anybody looks after a sandbox.</summary>
public enum SandboxState
{
    /// <summary>The process that started it is alive and will remove it.</summary>
    Running,

    /// <summary>The process that started it is gone; the next start removes it.</summary>
    Leftover,
}
