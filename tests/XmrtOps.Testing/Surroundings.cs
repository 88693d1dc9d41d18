namespace XmrtOps.Testing;

/// <summary>Keeps the tests from what this machine's user has set up, and that from the tests.</summary>
internal static class Surroundings
{
    private static readonly string[] s_variables =
    [
        "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGSERVICEFILE",
        "PGSYSCONFDIR", "PGSSLMODE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGCHANNELBINDING", "PGREQUIREAUTH",
        "PGOPTIONS", "PGCONNECT_TIMEOUT", "PGAPPNAME", "SUPABASE_ACCESS_TOKEN", "VERCEL_TOKEN",
    ];

    /// <summary>XMRTOPS_HOME of this process: empty at its start, and gone after its end.</summary>
    public static string Home { get; } = Directory.CreateTempSubdirectory("xmrtops-tests-").FullName;

    public static void Isolate()
    {
        foreach (string variable in s_variables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        Environment.SetEnvironmentVariable("XMRTOPS_HOME", Home);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Home, recursive: true);
    }
}
