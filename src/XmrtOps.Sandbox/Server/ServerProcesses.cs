using System.Diagnostics;
using System.Globalization;

namespace XmrtOps.Sandbox.Server;

/// <summary>
/// Finds what runs in a sandbox's folder. On Linux by working directory, which also finds what a killed owner left half
/// way, and cannot take another process for ours; elsewhere by the server's pid file and the name of that process.
/// </summary>
internal static class ServerProcesses
{
    private const string ServerName = "postgres";

    public static IReadOnlyList<ServerProcess> In(SandboxDirectory directory) =>
        OperatingSystem.IsLinux() ? ByWorkingDirectory(directory.Path) : ByPidFile(directory);

    private static ServerProcess[] ByWorkingDirectory(string directory) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && id != Environment.ProcessId && WorksIn(id, directory) && IsAlive(id))
            .Select(id => new ServerProcess(id, ReadCommand(id) == ServerName)),
    ];

    private static bool WorksIn(int processId, string directory)
    {
        try
        {
            var path = new DirectoryInfo(Entry(processId, "cwd")).LinkTarget;
            return path?.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal) == true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or somebody else's.
            return false;
        }
    }

    private static bool IsAlive(int processId) => ProcessIdentity.Of(processId) is not null;

    private static string? ReadCommand(int processId)
    {
        try
        {
            return File.ReadAllText(Entry(processId, "comm")).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Entry(int processId, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{name}");

    // After a restart of the machine the number in an old pid file may belong to anything, hence the name.
    private static ServerProcess[] ByPidFile(SandboxDirectory directory)
    {
        if (directory.ReadPostmasterId() is not { } processId) return [];

        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName.StartsWith(ServerName, StringComparison.Ordinal)
                ? [new ServerProcess(processId, IsServer: true)]
                : [];
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return [];
        }
    }
}
