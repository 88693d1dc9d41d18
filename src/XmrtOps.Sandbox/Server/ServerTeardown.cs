using System.Diagnostics;

namespace XmrtOps.Sandbox.Server;

/// <summary>
/// Stops what runs in a sandbox's folder and removes the folder. Blocking, because it also runs while the process ends,
/// and in need of nothing but the folder, because it also runs for sandboxes of processes that were killed.
/// </summary>
internal static class ServerTeardown
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static void Run(SandboxDirectory directory)
    {
        if (!Directory.Exists(directory.Path)) return;

        if (OperatingSystem.IsWindows())
        {
            StopWithPgCtl(directory);
        }
        else
        {
            StopWithSignals(directory);
        }

        Remove(directory.Path);
    }

    private static void StopWithPgCtl(SandboxDirectory directory)
    {
        if (directory.ReadPostmasterId() is null || directory.ReadOwner() is not { } owner) return;

        var start = new ProcessStartInfo(PostgresInstallation.PathOf(owner.PostgresBin, "pg_ctl"))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            ArgumentList = { "stop", "-s", "-D", directory.DataPath, "-m", "immediate", "-t", "5" },
        };
        using var pgCtl = Process.Start(start);
        pgCtl?.WaitForExit(Patience + Patience);
    }

    // A bootstrapping server that is killed leaks its shared memory, so what is not the postmaster is left to end by
    // itself once initdb or pg_ctl, which feeds it, is gone. Only what takes too long is killed.
    private static void StopWithSignals(SandboxDirectory directory)
    {
        var told = new HashSet<int>();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience + Patience; Thread.Sleep(Pause))
        {
            var running = ServerProcesses.In(directory);
            if (running.Count == 0) return;

            var postmaster = directory.ReadPostmasterId();
            foreach (var process in running)
            {
                if (waited.Elapsed > Patience)
                {
                    process.Signal(Unix.Kill);
                }
                else if (process.Id == postmaster && told.Add(process.Id))
                {
                    // Its "immediate" stop: it ends its children, gives back shared memory, and goes.
                    process.Signal(Unix.Quit);
                }
                else if (!process.IsServer && told.Add(process.Id))
                {
                    process.Signal(Unix.Interrupt);
                }
            }
        }
    }

    // A process that is just ending may still write, and Windows keeps a file for a moment after its last reader.
    private static void Remove(string path)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            try
            {
                Directory.Delete(path, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (waited.Elapsed < Patience) continue;

                throw new SandboxException(
                    "SandboxNotRemoved",
                    $"The server is stopped, but its folder could not be removed: {error.Message}",
                    $"Close what uses {path}, and remove it; the next Start-XmrtSandbox also tries again.",
                    error);
            }
        }
    }
}
