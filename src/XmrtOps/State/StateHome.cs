using XmrtOps.Faults;

namespace XmrtOps.State;

/// <summary>
/// The directory of all that outlives a process: profiles, and the state file. It is the user's alone, because it says
/// where production is and what was done to it.
/// </summary>
internal sealed class StateHome
{
    /// <summary>Names another directory than the platform's.</summary>
    public const string Variable = "XMRTOPS_HOME";

    // One of these in it shows that a directory is ours to close to others, rather than, say, /tmp.
    private static readonly string[] s_ownFiles = ["state.db", "profiles.json"];

    private StateHome(string path)
    {
        Path = path;
    }

    /// <summary>XMRTOPS_HOME, or XmrtOps in the platform's application-data folder. Nothing is touched.</summary>
    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public static StateHome Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            {
                return At(named);
            }

            string platform = Environment.GetFolderPath(
                Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return platform.Length > 0
                ? At(System.IO.Path.Combine(platform, "XmrtOps"))
                : throw Errors.StateUnavailable("", "the platform names no application-data folder for this user");
        }
    }

    /// <summary>Full path of the directory.</summary>
    public string Path { get; }

    /// <exception cref="XmrtException">StateUnavailable: the path depends on where one stands.</exception>
    public static StateHome At(string path) => System.IO.Path.IsPathFullyQualified(path)
        ? new StateHome(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)))
        : throw Errors.StateUnavailable(path, $"{Variable} has to be a full path");

    /// <summary>Full path of one of its files.</summary>
    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes the directory if there is none, and closes it to others.</summary>
    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public void Ensure()
    {
        try
        {
            if (Directory.Exists(Path))
            {
                Close();
            }
            else if (File.Exists(Path))
            {
                throw Errors.StateUnavailable(Path, "it is a file, not a directory");
            }
            else
            {
                OwnerOnly.CreateDirectory(Path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.StateUnavailable(Path, StateFaults.Reason(exception), exception);
        }
    }

    /// <summary>Refuses to believe what others may have written; touches nothing.</summary>
    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public void RefuseIfOthersMayWrite(string file)
    {
        foreach (string path in new[] { Path, file }.Where(OwnerOnly.OthersMayWrite))
        {
            throw Errors.StateUnavailable(
                path, $"others may write to it, so that what it says cannot be trusted; {OwnerOnly.RemedyFor(path)}");
        }
    }

    private void Close()
    {
        if (!OwnerOnly.IsOpenToOthers(Path))
        {
            return;
        }

        if (OwnerOnly.IsShared(Path) || !(IsEmpty() || s_ownFiles.Any(name => File.Exists(FileOf(name)))))
        {
            // Mending it could lock others out of what is theirs.
            throw Errors.StateUnavailable(
                Path, $"it is open to others and holds files that are not XmrtOps's; {OwnerOnly.RemedyFor(Path)}");
        }

        OwnerOnly.Mend(Path);
    }

    private bool IsEmpty() => !Directory.EnumerateFileSystemEntries(Path).Any();
}
