using XmrtOps.Sandbox;

namespace XmrtOps.Integration.Tests.Sandboxes;

/// <summary>Hands each report over before the reporter goes on, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class SynchronousProgress(Action<SandboxProgress> receive) : IProgress<SandboxProgress>
{
    public void Report(SandboxProgress value) => receive(value);
}
