using XmrtOps.Sandbox;
using Xunit;

namespace XmrtOps.Integration.Tests.Sandboxes;

/// <summary>One bare sandbox for the tests that only look at it.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public RunningSandbox Sandbox { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Sandbox = await SandboxHost.StartAsync(
        new SandboxOptions { Name = SandboxNames.New(), Seeded = false },
        progress: null,
        CancellationToken.None);

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}
