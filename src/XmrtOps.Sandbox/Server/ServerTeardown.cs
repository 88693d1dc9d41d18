using System.Diagnostics;
using System.Globalization;

namespace XmrtOps.Sandbox.Server;

/// <summary>
/// Stops what runs in a sandbox's folder and removes the folder. Blocking, because it also runs while the process ends,
/// and in need of nothing but the folder, because it also runs for sandboxes of processes that were killed.
/// </summary>
internal static class ServerTeardown
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

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

    private static void StopWithSignals(SandboxDirectory directory)
    {
        if (OperatingSystem.IsWindows()) return;

        if (directory.ReadPostmasterId() is { } processId && IsServerOf(processId, directory))
        {
            // The postmaster ends its children, gives back shared memory, and only then goes.
            Unix.Signal(processId, Unix.Quit);
            if (!WaitForEnd(processId)) Unix.Signal(processId, Unix.Kill);
            WaitForEnd(processId);
        }

        // What a killed process left half way: initdb, pg_ctl, a server that has not written its pid file yet.
        foreach (var other in ProcessesIn(directory.Path))
        {
            Unix.Signal(other, Unix.Kill);
            WaitForEnd(other);
        }
    }

    // After a restart of the machine the number in an old pid file may belong to anything.
    private static bool IsServerOf(int processId, SandboxDirectory directory)
    {
        if (OperatingSystem.IsLinux()) return IsInside(WorkingDirectoryOf(processId), directory.Path);

        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static int[] ProcessesIn(string directory) =>
        OperatingSystem.IsLinux()
            ? Directory.EnumerateDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id != 0 && id != Environment.ProcessId && IsInside(WorkingDirectoryOf(id), directory))
                .ToArray()
            : [];

    private static bool IsInside(string? path, string directory) =>
        path is not null && path.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? WorkingDirectoryOf(int processId)
    {
        try
        {
            return new DirectoryInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/cwd")).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool WaitForEnd(int processId)
    {
        var identity = ProcessIdentity.Of(processId);
        for (var waited = Stopwatch.StartNew(); identity is { IsAlive: true }; Thread.Sleep(Pause))
        {
            if (waited.Elapsed > Patience) return false;
        }

        return true;
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
