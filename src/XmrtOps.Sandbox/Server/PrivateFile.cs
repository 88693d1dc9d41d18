namespace XmrtOps.Sandbox.Server;

/// <summary>Files that nobody but their owner may ever read, not even for the moment before a change of mode.</summary>
internal static class PrivateFile
{
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    public static void WriteAllText(string path, string text)
    {
        using var writer = new StreamWriter(Create(path));
        writer.Write(text);
    }
}
