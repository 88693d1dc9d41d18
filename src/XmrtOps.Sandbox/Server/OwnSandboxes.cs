using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace XmrtOps.Sandbox.Server;

/// <summary>
/// The sandboxes of this process, which go when it goes. ProcessExit covers a normal end; a process that is ended by
/// SIGTERM or SIGHUP does not get that far in PowerShell, so those are listened to as well. SIGINT is left alone: at a
/// prompt it ends a pipeline and not the process.
/// </summary>
internal static class OwnSandboxes
{
    private static readonly ConcurrentDictionary<string, OwnSandbox> ByDirectory = new(StringComparer.Ordinal);
    private static readonly Lazy<IDisposable[]> EndOfProcess = new(ListenForEnd);

    public static IReadOnlyCollection<OwnSandbox> All => [.. ByDirectory.Values];

    public static OwnSandbox Add(string name, SandboxDirectory directory)
    {
        _ = EndOfProcess.Value;
        var own = new OwnSandbox(name, directory);
        ByDirectory[directory.Path] = own;
        return own;
    }

    public static OwnSandbox? Find(string directory) => ByDirectory.GetValueOrDefault(directory);

    public static void Forget(OwnSandbox own) => ByDirectory.TryRemove(own.Directory.Path, out _);

    // The handlers leave Cancel alone: once nothing is left of the sandboxes, the process ends as it would have.
    private static IDisposable[] ListenForEnd()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveAll();
        // A prompt whose terminal is closed may die of its next write before the signal's handler is done.
        AppDomain.CurrentDomain.UnhandledException += (_, _) => RemoveAll();
        return
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => RemoveAll()),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => RemoveAll()),
        ];
    }

    private static void RemoveAll() => Parallel.ForEach(All, own =>
    {
        try
        {
            own.Remove();
        }
        catch (SandboxException)
        {
            // Nobody is left to tell; the next start removes the rest.
        }
    });
}
