using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Retention.Archives;

/// <summary>
/// An archive while it is written: a directory beside the one that it will be, with a name that says that it is not
/// complete. Sealed it gets its name in one step; whatever happens before, it is removed or keeps the name that says so.
/// </summary>
internal sealed class ArchiveDirectory
{
    /// <summary>Between an archive's name and what makes the name of its unfinished form unique.</summary>
    public const string Incomplete = ".incomplete-";

    private readonly string _partial;

    private ArchiveDirectory(string path, string partial) => (Path, _partial) = (path, partial);

    /// <summary>Where it is once it is complete.</summary>
    public string Path { get; }

    /// <summary>Looks whether an archive could be made there; makes nothing.</summary>
    /// <exception cref="XmrtException">ArchivePathTaken, ArchiveUnwritable.</exception>
    public static void Check(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                throw Errors.ArchivePathTaken(path, "a file of that name is there");
            }

            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            {
                throw Errors.ArchivePathTaken(path, "the directory is not empty");
            }
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            throw ArchiveFaults.Unwritable(exception, path);
        }
    }

    /// <summary>Unfinished forms of archives of that name, which processes that were killed have left.</summary>
    public static IReadOnlyList<string> Leftovers(string path)
    {
        try
        {
            return System.IO.Path.GetDirectoryName(path) is { } parent && Directory.Exists(parent)
                ? Directory.GetDirectories(parent, System.IO.Path.GetFileName(path) + Incomplete + "*")
                : [];
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            return [];
        }
    }

    /// <exception cref="XmrtException">ArchivePathTaken, ArchiveUnwritable.</exception>
    public static ArchiveDirectory Begin(string path)
    {
        Check(path);
        string partial = path + Incomplete + Guid.NewGuid().ToString("N")[..8];
        try
        {
            OwnerOnly.CreateDirectory(partial);
            return new ArchiveDirectory(path, partial);
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            throw ArchiveFaults.Unwritable(exception, path);
        }
    }

    /// <summary>A new file in it, the owner's alone.</summary>
    /// <exception cref="XmrtException">ArchiveUnwritable.</exception>
    public FileStream Create(string name)
    {
        try
        {
            return OwnerOnly.Open(System.IO.Path.Combine(_partial, name), FileMode.CreateNew, FileShare.Read);
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            throw ArchiveFaults.Unwritable(exception, Path);
        }
    }

    /// <summary>Gives it its name, once all files in it are complete and synced.</summary>
    /// <exception cref="XmrtException">ArchivePathTaken, ArchiveUnwritable.</exception>
    public void Seal()
    {
        Check(Path);
        try
        {
            DirectorySync.Flush(_partial);
            if (Directory.Exists(Path))
            {
                // Empty, as was checked; a mount point cannot be replaced, and says so.
                Directory.Delete(Path);
            }

            Directory.Move(_partial, Path);
            DirectorySync.Flush(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            throw ArchiveFaults.Unwritable(exception, Path);
        }
    }

    /// <summary>Removes what was written so far.</summary>
    public void Discard()
    {
        try
        {
            if (Directory.Exists(_partial))
            {
                Directory.Delete(_partial, recursive: true);
            }
        }
        catch (Exception exception) when (ArchiveFaults.IsKnown(exception))
        {
            // Its name says what it is, and the next archive of that name tells of it.
        }
    }
}
