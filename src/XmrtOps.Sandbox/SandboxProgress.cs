namespace XmrtOps.Sandbox;

/// <summary>How far the start of a sandbox has come.</summary>
/// <param name="Step">What is being done, as a user would read it.</param>
/// <param name="PercentComplete">0 to 100, never falling.</param>
public sealed record SandboxProgress(string Step, int PercentComplete);
