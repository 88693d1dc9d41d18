using System.Security.Cryptography;

namespace XmrtOps.Sandbox.Server;

/// <summary>The folder of one sandbox and the places in it.</summary>
internal sealed class SandboxDirectory(string path)
{
    public string Path { get; } = path;

    /// <summary>What the server's account owns; nothing else in the folder is its business.</summary>
    public string ServerPath => System.IO.Path.Combine(Path, "server");

    public string DataPath => System.IO.Path.Combine(ServerPath, "data");

    public string LogPath => System.IO.Path.Combine(ServerPath, "server.log");

    public string PostmasterPath => System.IO.Path.Combine(DataPath, "postmaster.pid");

    public string PassFilePath => System.IO.Path.Combine(Path, "pgpass");

    private string OwnerPath => System.IO.Path.Combine(Path, "owner.json");

    public static SandboxDirectory Create(SandboxRoot root, OwnerRecord owner)
    {
        var directory = new SandboxDirectory(
            System.IO.Path.Combine(root.Path, $"{owner.Name}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"));
        SandboxRoot.CreateTraversable(directory.Path);
        try
        {
            directory.WriteOwner(owner);
            SandboxRoot.CreatePrivate(directory.ServerPath);
            return directory;
        }
        catch
        {
            Directory.Delete(directory.Path, recursive: true);
            throw;
        }
    }

    /// <summary>
    /// Whether nobody looks after the folder. True without an owner's record, which is made right after the folder; not
    /// for a record that cannot be read, which another version of XmrtOps may have written.
    /// </summary>
    public bool IsAbandoned => !File.Exists(OwnerPath) || ReadOwner() is { IsLeftover: true };

    public OwnerRecord? ReadOwner() => OwnerRecord.Read(OwnerPath);

    public void WriteOwner(OwnerRecord owner) => owner.Write(OwnerPath);

    /// <summary>The server's process id, or null when its pid file is absent or not complete yet.</summary>
    public int? ReadPostmasterId()
    {
        try
        {
            using var reader = new StreamReader(
                new FileStream(PostmasterPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return int.TryParse(reader.ReadLine(), out var processId) ? processId : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The end of the server's log, for error messages.</summary>
    public string ReadLogTail(int lines)
    {
        try
        {
            using var reader = new StreamReader(
                new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return string.Join(Environment.NewLine, reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(lines));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
