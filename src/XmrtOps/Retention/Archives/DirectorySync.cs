using System.Runtime.InteropServices;
using System.Text;

namespace XmrtOps.Retention.Archives;

/// <summary>Makes the names in a directory outlive a power failure. .NET opens files only.</summary>
internal static class DirectorySync
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The system refused.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            // NTFS writes names to its log before it answers; there is nothing to ask for.
            return;
        }

        int handle = Open([.. Encoding.UTF8.GetBytes(directory), 0], ReadOnly);
        if (handle < 0)
        {
            throw Failed(directory);
        }

        try
        {
            // Some file systems sync no directories, and say so: there the name is as safe as it gets.
            const int invalid = 22;
            if (FileSync(handle) != 0 && Marshal.GetLastPInvokeError() != invalid)
            {
                throw Failed(directory);
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failed(string directory)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"{directory}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileSync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
