using System.Management.Automation;

namespace XmrtOps.Testing;

/// <summary>A script under way.</summary>
internal sealed class PwshRun
{
    private readonly PowerShell _shell;
    private readonly Transcript _transcript;

    internal PwshRun(PowerShell shell, Transcript transcript, Task<PwshResult> completion)
    {
        _shell = shell;
        _transcript = transcript;
        Completion = completion;
    }

    public Task<PwshResult> Completion { get; }

    /// <summary>Waits until what the script has said satisfies a condition.</summary>
    public Task<PwshResult> UntilAsync(Func<PwshResult, bool> condition, CancellationToken cancellation) =>
        _transcript.UntilAsync(condition, cancellation);

    /// <summary>As Ctrl+C does; returns what was said when the pipeline has ended.</summary>
    public async Task<PwshResult> StopAsync()
    {
        // Not PowerShell.StopAsync: it needs a call back to end it, and a pipeline that had just ended makes it throw.
        await Task.Run(_shell.Stop).ConfigureAwait(false);
        return await Completion.ConfigureAwait(false);
    }
}
