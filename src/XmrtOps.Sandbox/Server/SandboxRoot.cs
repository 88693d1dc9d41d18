namespace XmrtOps.Sandbox.Server;

/// <summary>
/// The folder that holds the sandboxes of one user. A server started by root runs as another account, so every folder
/// above its data must let that account through.
/// </summary>
internal sealed class SandboxRoot
{
    /// <summary>The folder that is no sandbox: binaries that were fetched.</summary>
    public const string CacheName = ".postgres";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private SandboxRoot(string path) => Path = path;

    public string Path { get; }

    public IEnumerable<SandboxDirectory> Directories =>
        Directory.Exists(Path)
            ? Directory.EnumerateDirectories(Path)
                .Where(path => System.IO.Path.GetFileName(path) != CacheName)
                .Select(path => new SandboxDirectory(path))
            : [];

    /// <summary>Where new sandboxes go; made if it is not there.</summary>
    public static async Task<SandboxRoot> OpenAsync(CancellationToken cancellation)
    {
        var root = All().FirstOrDefault(candidate => candidate.ParentIsUsable) ?? throw new SandboxException(
            "SandboxRootUnusable",
            "No temporary folder lets the server's unprivileged account through.",
            "Set TMPDIR to a folder that every account may traverse (mode 711 or more, and its parents too).");
        try
        {
            await root.EnsureOwnAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw root.Unusable($"The folder for sandboxes cannot be used: {error.Message}", error);
        }

        return root;
    }

    /// <summary>Every folder of sandboxes that exists and is ours.</summary>
    public static async Task<IReadOnlyList<SandboxRoot>> ExistingAsync(CancellationToken cancellation)
    {
        var own = new List<SandboxRoot>();
        foreach (var root in All().Where(root => Directory.Exists(root.Path)))
        {
            if (await root.IsOursAsync(cancellation).ConfigureAwait(false)) own.Add(root);
        }

        return own;
    }

    /// <summary>Every place where a process of this user may have put sandboxes, whatever its TMPDIR.</summary>
    public static IEnumerable<SandboxRoot> All()
    {
        var temporary = System.IO.Path.GetTempPath();
        string[] places = OperatingSystem.IsWindows() ? [temporary] : [temporary, "/tmp", "/var/tmp"];
        return places.Where(Directory.Exists)
            .Select(place => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(place)))
            .Distinct(StringComparer.Ordinal)
            .Select(place => new SandboxRoot(System.IO.Path.Combine(place, "xmrtops-" + UserPart())));
    }

    /// <summary>Makes a folder that the server's account can pass through but not list.</summary>
    public static void CreateTraversable(string path) => Create(path, Environment.IsPrivilegedProcess ? PassThrough : OwnerOnly);

    /// <summary>Makes a folder for its owner only.</summary>
    public static void CreatePrivate(string path) => Create(path, OwnerOnly);

    private bool ParentIsUsable =>
        OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess || AncestorsOf(Path).All(LetsOthersThrough);

    private static string UserPart() =>
        string.Concat(Environment.UserName.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private static bool LetsOthersThrough(string folder) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute);

    private static IEnumerable<string> AncestorsOf(string path)
    {
        for (var folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }

    private static void Create(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, mode);
        // The umask may have taken bits away, and a folder that was there already may have others.
        File.SetUnixFileMode(path, mode);
    }

    private async Task EnsureOwnAsync(CancellationToken cancellation)
    {
        if (Directory.Exists(Path) && !await IsOursAsync(cancellation).ConfigureAwait(false)) throw Foreign();

        CreateTraversable(Path);
    }

    // Anybody may have made a folder of this name in a shared temporary folder before us, to have us run or remove
    // what they put there.
    private async Task<bool> IsOursAsync(CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows()) return true;
        if (new DirectoryInfo(Path).LinkTarget is not null) return false;

        var wanted = await Tool.RunAsync("id", ["-u"], Tool.AnyDirectory, cancellation).ConfigureAwait(false);
        var listing = await Tool.RunAsync("ls", ["-ldn", Path], Tool.AnyDirectory, cancellation).ConfigureAwait(false);
        var owner = listing.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(2);
        return owner == wanted.Output.Trim();
    }

    private SandboxException Foreign() => Unusable("The folder for sandboxes belongs to somebody else.", null);

    private SandboxException Unusable(string message, Exception? cause) => new(
        "SandboxRootUnusable",
        message,
        $"Remove {Path}, or set TMPDIR to another folder.",
        cause);
}
