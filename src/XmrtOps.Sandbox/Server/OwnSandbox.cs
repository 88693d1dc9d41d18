using System.Diagnostics.CodeAnalysis;

namespace XmrtOps.Sandbox.Server;

/// <summary>A sandbox that this process started, from the moment its folder exists until nothing of it is left.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "Used to the process's last moment, and without timers or wait handles there is nothing to free.")]
internal sealed class OwnSandbox(string name, SandboxDirectory directory)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly CancellationTokenSource _abort = new();
    private readonly ManualResetEventSlim _startEnded = new();
    private readonly Lock _removal = new();

    public string Name { get; } = name;

    public SandboxDirectory Directory { get; } = directory;

    /// <summary>Cancelled when the sandbox is to go although its start is still under way.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <summary>What the start handed out; null until then.</summary>
    public RunningSandbox? Running { get; set; }

    /// <summary>From here on nobody starts programs in the folder any more.</summary>
    public void EndStart() => _startEnded.Set();

    /// <summary>Ends a start under way, stops the server, removes the folder. Blocking; does nothing the second time.</summary>
    public void Remove()
    {
        lock (_removal)
        {
            _abort.Cancel();
            _startEnded.Wait(Patience);
            ServerTeardown.Run(Directory);
            OwnSandboxes.Forget(this);
        }
    }
}
