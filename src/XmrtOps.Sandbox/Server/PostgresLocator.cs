namespace XmrtOps.Sandbox.Server;

/// <summary>Finds the PostgreSQL binaries of this machine in the places where packages put them.</summary>
internal static class PostgresLocator
{
    private static readonly string[] UnixPlaces =
    [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/usr/local/pgsql/bin",
        "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
    ];

    /// <summary>Returns the named binaries, or the newest usable ones, or fetches some.</summary>
    public static Task<PostgresInstallation> FindAsync(
        string? named,
        ServiceAccount? account,
        SandboxRoot root,
        Action<string> report,
        CancellationToken cancellation) =>
        named is null
            ? FindNewestAsync(account, root, report, cancellation)
            : InspectNamedAsync(Path.GetFullPath(named), account, cancellation);

    private static async Task<PostgresInstallation> InspectNamedAsync(
        string named, ServiceAccount? account, CancellationToken cancellation)
    {
        var below = Path.Combine(named, "bin");
        var bin = File.Exists(PostgresInstallation.PathOf(below, "initdb")) ? below : named;
        var inspection = await PostgresInspection.OfAsync(bin, account, cancellation).ConfigureAwait(false);
        return inspection.Installation ?? throw new SandboxException(
            "PostgresNotFound",
            $"No usable PostgreSQL there: {inspection.Problem}.",
            $"Name a folder with initdb, postgres, pg_ctl of PostgreSQL {PostgresInstallation.Oldest.Major} or later and "
            + "its contrib extensions, readable by every account, or leave -PostgresBin out.");
    }

    private static async Task<PostgresInstallation> FindNewestAsync(
        ServiceAccount? account, SandboxRoot root, Action<string> report, CancellationToken cancellation)
    {
        var inspections = new List<PostgresInspection>();
        foreach (var bin in Candidates())
        {
            inspections.Add(await PostgresInspection.OfAsync(bin, account, cancellation).ConfigureAwait(false));
        }

        var newest = inspections.Select(inspection => inspection.Installation).MaxBy(found => found?.Version);
        if (newest is not null) return newest;

        var problems = inspections.Select(inspection => inspection.Problem).OfType<string>().ToArray();
        return await PostgresDownload.FetchAsync(problems, account, root, report, cancellation).ConfigureAwait(false);
    }

    private static IEnumerable<string> Candidates()
    {
        var places = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL", "*", "bin")]
            : UnixPlaces;
        return SearchPath()
            .Concat(places.SelectMany(Expand))
            .Where(folder => File.Exists(PostgresInstallation.PathOf(folder, "initdb")))
            .Select(RealFolder)
            .Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> SearchPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(Path.IsPathFullyQualified);

    // A folder of links, such as /usr/local/bin, does not lie beside its share folder.
    private static string RealFolder(string folder)
    {
        var initDb = new FileInfo(PostgresInstallation.PathOf(folder, "initdb"));
        return (initDb.ResolveLinkTarget(returnFinalTarget: true) as FileInfo)?.DirectoryName ?? folder;
    }

    private static IEnumerable<string> Expand(string place)
    {
        var parts = place.Split(Path.DirectorySeparatorChar);
        var star = Array.FindIndex(parts, part => part.Contains('*', StringComparison.Ordinal));
        if (star < 0) return [place];

        var parent = string.Join(Path.DirectorySeparatorChar, parts[..star]);
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, parts[star])
                .Select(folder => Path.Combine([folder, .. parts[(star + 1)..]]))
            : [];
    }
}
