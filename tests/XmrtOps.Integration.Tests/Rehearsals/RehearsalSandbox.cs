using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox;

namespace XmrtOps.Integration.Tests.Rehearsals;

/// <summary>A sandbox that a class of tests may break: that of the assembly is everybody's.</summary>
public sealed class RehearsalSandbox : IAsyncLifetime
{
    private RunningSandbox? _sandbox;

    public RunningSandbox Sandbox => _sandbox ?? throw new InvalidOperationException("The sandbox has not started.");

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(
            new SandboxOptions { Name = $"rehearsal-{Environment.ProcessId}-{Guid.NewGuid():N}"[..40], PostgresBin = SandboxServer.PostgresBin },
            progress: null,
            CancellationToken.None);
        _sandbox.StandIns.Supabase.Limiter.IsEnabled = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    /// <summary>A console that is connected to it.</summary>
    internal PwshSession Connect(int width = 80)
    {
        PwshSession session = new(width);
        session.Run($"$null = Get-XmrtSandbox {Sandbox.Name} | Connect-Xmrt -Name practice").Succeeded();
        return session;
    }
}
