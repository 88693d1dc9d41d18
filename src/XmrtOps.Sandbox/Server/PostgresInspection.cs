using System.Globalization;
using System.Text.RegularExpressions;

namespace XmrtOps.Sandbox.Server;

/// <summary>Whether a folder holds binaries that a sandbox can run; if not, why.</summary>
internal sealed partial record PostgresInspection(PostgresInstallation? Installation, string? Problem)
{
    private static readonly string[] Needed = ["initdb", "postgres", "pg_ctl"];

    public static async Task<PostgresInspection> OfAsync(
        string binDirectory, ServiceAccount? account, CancellationToken cancellation)
    {
        var missing = Needed.Where(name => !File.Exists(PostgresInstallation.PathOf(binDirectory, name))).ToArray();
        if (missing.Length > 0) return Unusable($"{binDirectory} has no {string.Join(", no ", missing)}");

        var postgres = PostgresInstallation.PathOf(binDirectory, "postgres");
        var said = await ServiceAccount.RunAsync(account, postgres, ["--version"], Tool.AnyDirectory, cancellation)
            .ConfigureAwait(false);
        if (said.ExitCode != 0)
        {
            var who = account is null ? "cannot be run" : $"cannot be run by account {account.Name}";
            return Unusable($"{postgres} {who}: {said.Complaint}");
        }

        if (!TryReadVersion(said.Output, out var version))
        {
            return Unusable($"{postgres} --version says \"{said.Output.Trim()}\", which is no PostgreSQL version");
        }

        if (version < PostgresInstallation.Oldest)
        {
            return Unusable($"{binDirectory} is PostgreSQL {version}, older than {PostgresInstallation.Oldest.Major}");
        }

        return await HasStatementStatisticsAsync(binDirectory, version, cancellation).ConfigureAwait(false)
            ? new PostgresInspection(new PostgresInstallation(binDirectory, version), null)
            : Unusable($"PostgreSQL {version} in {binDirectory} lacks the extension pg_stat_statements");
    }

    private static PostgresInspection Unusable(string problem) => new(null, problem);

    private static bool TryReadVersion(string text, out Version version)
    {
        var match = VersionPattern().Match(text);
        version = match.Success
            ? new Version(Number(match.Groups["major"]), match.Groups["minor"].Success ? Number(match.Groups["minor"]) : 0)
            : new Version();
        return match.Success;

        static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);
    }

    private static async Task<bool> HasStatementStatisticsAsync(
        string binDirectory, Version version, CancellationToken cancellation)
    {
        var shares = new List<string>();
        var pgConfig = PostgresInstallation.PathOf(binDirectory, "pg_config");
        if (File.Exists(pgConfig))
        {
            var said = await Tool.RunAsync(pgConfig, ["--sharedir"], Tool.AnyDirectory, cancellation).ConfigureAwait(false);
            if (said.ExitCode == 0) shares.Add(said.Output.Trim());
        }

        // A moved installation finds its share folder relative to its binaries; Debian's lies elsewhere.
        var home = Path.GetFullPath(Path.Combine(binDirectory, ".."));
        shares.Add(Path.Combine(home, "share"));
        shares.Add(Path.Combine(home, "share", "postgresql"));
        shares.Add(string.Create(CultureInfo.InvariantCulture, $"/usr/share/postgresql/{version.Major}"));
        return shares.Exists(share => File.Exists(Path.Combine(share, "extension", "pg_stat_statements.control")));
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d{1,4})(?:\.(?<minor>\d{1,4}))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionPattern();
}
