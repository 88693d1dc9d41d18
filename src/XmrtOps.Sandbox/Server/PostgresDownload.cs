using MysticMind.PostgresEmbed;

namespace XmrtOps.Sandbox.Server;

/// <summary>Fetches PostgreSQL once where none is installed, into a cache that the server's account can read.</summary>
internal static class PostgresDownload
{
    /// <summary>A Maven repository to use instead of the public one, for networks that only reach their own mirror.</summary>
    public const string RepositoryVariable = "XMRTOPS_POSTGRES_REPOSITORY";

    private const string Version = "17";

    public static async Task<PostgresInstallation> FetchAsync(
        IReadOnlyCollection<string> problems,
        ServiceAccount? account,
        SandboxRoot root,
        Action<string> report,
        CancellationToken cancellation)
    {
        report($"Fetching PostgreSQL {Version}");
        var cache = Cache(root);
        try
        {
            var server = new PgServer(new PgServerOptions
            {
                PgVersion = Version,
                BinariesDir = cache,
                DbDir = cache,
                DownloadRetryCount = 1,
                MavenRepo = Environment.GetEnvironmentVariable(RepositoryVariable) ?? PgServerOptions.DefaultMavenRepo,
            });
            await using (server.ConfigureAwait(false))
            {
                await server.InstallAsync(cancellation).ConfigureAwait(false);
                await LetThroughAsync(cache, cancellation).ConfigureAwait(false);
                var bin = Path.Combine(server.InstallDir, "bin");
                var inspection = await PostgresInspection.OfAsync(bin, account, cancellation).ConfigureAwait(false);
                return inspection.Installation ?? throw Failed(problems, inspection.Problem!, null);
            }
        }
        catch (Exception error) when (error is PostgresEmbedException or HttpRequestException or IOException)
        {
            throw Failed(problems, error.Message, error);
        }
    }

    // Root's own folders are closed to the server's account; a normal user's cache outlives a restart.
    private static string Cache(SandboxRoot root)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            var local = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
            return Path.Combine(local, "XmrtOps", "postgres");
        }

        var cache = Path.Combine(root.Path, SandboxRoot.CacheName);
        SandboxRoot.CreateTraversable(cache);
        return cache;
    }

    private static async Task LetThroughAsync(string cache, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return;

        await Tool.RunAsync("chmod", ["-R", "a+rX", cache], Tool.AnyDirectory, cancellation).ConfigureAwait(false);
    }

    private static SandboxException Failed(IReadOnlyCollection<string> problems, string why, Exception? cause)
    {
        var found = problems.Count == 0 ? "none is installed" : string.Join("; ", problems);
        return new SandboxException(
            "PostgresDownloadFailed",
            $"No usable PostgreSQL was found ({found}), and fetching version {Version} failed: {why}",
            "Install PostgreSQL with its contrib extensions (Debian: apt install postgresql; Fedora: dnf install "
            + "postgresql-server postgresql-contrib; macOS: brew install postgresql@17), or name its binaries with "
            + $"-PostgresBin, or set {RepositoryVariable} to a Maven mirror that can be reached.",
            cause);
    }
}
