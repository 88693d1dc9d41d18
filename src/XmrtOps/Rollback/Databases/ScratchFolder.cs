using XmrtOps.State;

namespace XmrtOps.Rollback.Databases;

/// <summary>A folder of this account's alone, gone with what it was for.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private ScratchFolder(string path) => Path = path;

    public string Path { get; }

    public static ScratchFolder New()
    {
        ScratchFolder folder = new(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"xmrtops-dryrun-{Guid.NewGuid():N}"));
        OwnerOnly.CreateDirectory(folder.Path);
        return folder;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nobody else may read it; the system's own clearing takes it.
        }
    }
}
