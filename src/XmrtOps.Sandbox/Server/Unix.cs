using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace XmrtOps.Sandbox.Server;

/// <summary>The system calls that the class library has no method for.</summary>
internal static partial class Unix
{
    public const int Interrupt = 2;

    public const int Quit = 3;

    public const int Kill = 9;

    [UnsupportedOSPlatform("windows")]
    public static int ChangeOwner(string path, uint userId, uint groupId) => ChangeOwnerOfPath(path, userId, groupId);

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    [UnsupportedOSPlatform("windows")]
    public static void Signal(int processId, int signal) => _ = SendSignal(processId, signal);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwnerOfPath(string path, uint userId, uint groupId);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int processId, int signal);
}
