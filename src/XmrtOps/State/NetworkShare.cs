namespace XmrtOps.State;

/// <summary>
/// Tells whether a path is on another machine's disk. SQLite's WAL keeps its index in memory that processes share, which
/// two machines cannot.
/// </summary>
internal static class NetworkShare
{
    private static readonly HashSet<string> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "webdav", "davfs", "ceph", "lustre",
        "glusterfs", "beegfs", "fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.ceph", "fuse.davfs2",
        "macfuse", "osxfuse", "sshfs",
    };

    /// <returns>The kind of share, such as <c>nfs4</c>, or null for a local disk.</returns>
    public static string? TypeAt(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return TypeIn(File.ReadLines("/proc/self/mounts"), RealPath(path));
        }

        if (OperatingSystem.IsWindows() && path.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return "a network share";
        }

        DriveInfo drive = new(OperatingSystem.IsWindows() ? Path.GetPathRoot(path)! : RealPath(path));
        return drive.DriveType == DriveType.Network || s_types.Contains(drive.DriveFormat)
            ? drive.DriveFormat
            : null;
    }

    /// <summary>Reads the lines of /proc/mounts: device, mount point, type. A later mount hides an earlier one.</summary>
    internal static string? TypeIn(IEnumerable<string> mounts, string path)
    {
        string type = "";
        int longest = -1;
        foreach (string[] fields in mounts.Select(line => line.Split(' ')).Where(fields => fields.Length >= 3))
        {
            string point = Unescape(fields[1]).TrimEnd('/');
            bool holds = path == point || path.StartsWith(point + "/", StringComparison.Ordinal);
            if (holds && point.Length >= longest)
            {
                (longest, type) = (point.Length, fields[2]);
            }
        }

        return s_types.Contains(type) ? type : null;
    }

    /// <summary>The kernel writes blanks and the like as \040.</summary>
    private static string Unescape(string field) => field
        .Replace(@"\040", " ", StringComparison.Ordinal)
        .Replace(@"\011", "\t", StringComparison.Ordinal)
        .Replace(@"\012", "\n", StringComparison.Ordinal)
        .Replace(@"\134", @"\", StringComparison.Ordinal);

    /// <summary>Follows links, also of the directories above.</summary>
    internal static string RealPath(string path)
    {
        string real = path;
        for (DirectoryInfo? part = new(path); part is not null; part = part.Parent)
        {
            if (part.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                real = Path.Join(target.FullName, Path.GetRelativePath(part.FullName, real));
                part = new DirectoryInfo(target.FullName);
            }
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(real));
    }
}
