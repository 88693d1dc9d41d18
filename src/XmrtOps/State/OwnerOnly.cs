using XmrtOps.Faults;

namespace XmrtOps.State;

/// <summary>Files and directories that nobody but their owner may read or write, on Unix by mode, on Windows by ACL.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode OwnDirectory =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Writers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private const UnixFileMode Others = Writers | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes a directory, and its parents with the platform's usual permissions.</summary>
    public static void CreateDirectory(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            Directory.CreateDirectory(parent);
        }

        if (OperatingSystem.IsWindows())
        {
            OwnerOnlyAcl.Directory().CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnDirectory);
        }
    }

    /// <summary>Makes an empty file if there is none, and closes one that is open to others.</summary>
    public static void EnsureFile(string path)
    {
        if (!File.Exists(path))
        {
            try
            {
                Open(path, FileMode.CreateNew, FileShare.ReadWrite | FileShare.Delete).Dispose();
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process was first.
            }
        }

        if (IsOpenToOthers(path))
        {
            Mend(path);
        }
    }

    /// <summary>Opens a file for reading and writing that, if it is new, is the owner's alone from its first byte on.
    /// On Windows files inherit the directory's access list.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }

        return new FileStream(path, options);
    }

    /// <summary>Somebody else may read or write it.</summary>
    public static bool IsOpenToOthers(string path) => OperatingSystem.IsWindows()
        ? OwnerOnlyAcl.IsOpenToOthers(path)
        : (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;

    /// <summary>Somebody else may change it. What does not exist nobody may.</summary>
    public static bool OthersMayWrite(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // There the directory's access list decides, which is set when it is made.
            return false;
        }

        return (File.Exists(path) || Directory.Exists(path))
            && (File.GetUnixFileMode(path) & Writers) != UnixFileMode.None;
    }

    /// <summary>A directory that is everybody's by design, as /tmp is.</summary>
    public static bool IsShared(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.StickyBit);

    /// <summary>Closes a file or directory to others.</summary>
    /// <exception cref="XmrtException">StateUnavailable: it is not this user's.</exception>
    public static void Mend(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                OwnerOnlyAcl.Mend(path);
            }
            else
            {
                File.SetUnixFileMode(path, Directory.Exists(path) ? OwnDirectory : OwnFile);
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Errors.StateUnavailable(
                path, $"it is open to others and belongs to somebody else; {RemedyFor(path)}", exception);
        }
    }

    /// <summary>What to type to close it by hand.</summary>
    public static string RemedyFor(string path) => OperatingSystem.IsWindows()
        ? $"icacls \"{path}\" /inheritance:r /grant:r \"%USERNAME%:(OI)(CI)F\" closes it"
        : $"chmod {(Directory.Exists(path) ? "700" : "600")} '{path}' closes it";
}
