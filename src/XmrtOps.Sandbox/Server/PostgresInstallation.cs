namespace XmrtOps.Sandbox.Server;

/// <summary>A set of PostgreSQL binaries that a sandbox can run.</summary>
/// <param name="BinDirectory">The folder with initdb, postgres and pg_ctl.</param>
/// <param name="Version">Its version, such as 15.18.</param>
internal sealed record PostgresInstallation(string BinDirectory, Version Version)
{
    public static readonly Version Oldest = new(13, 0);

    public string InitDb => PathOf(BinDirectory, "initdb");

    public string PgCtl => PathOf(BinDirectory, "pg_ctl");

    public static string PathOf(string binDirectory, string program) =>
        Path.Combine(binDirectory, OperatingSystem.IsWindows() ? program + ".exe" : program);
}
