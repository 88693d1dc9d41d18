using System.Runtime.InteropServices;

namespace XmrtOps.Shell.Running;

/// <summary>Ctrl+C, SIGTERM and SIGHUP: the run is stopped and cleaned up before the process ends.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _interrupts;

    public Interruption()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, Shell.ExitCode.Terminated)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Stop(signal, Shell.ExitCode.HungUp)),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>What the process is to end with; null if nothing interrupted it.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Interrupt(PosixSignalContext signal)
    {
        switch (Interlocked.Increment(ref _interrupts))
        {
            case 1:
                Stop(signal, Shell.ExitCode.Interrupted);
                break;
            case 2:
                // Whoever insists does not wait for the clean-up; the next start of a sandbox removes what is left.
                signal.Cancel = true;
                Environment.Exit(Shell.ExitCode.Interrupted);
                break;
            default:
                // Not even that came to an end: the system ends the process.
                break;
        }
    }

    private void Stop(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        ExitCode ??= exitCode;
        _source.Cancel();
    }
}
