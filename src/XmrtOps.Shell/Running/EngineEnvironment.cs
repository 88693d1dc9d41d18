namespace XmrtOps.Shell.Running;

/// <summary>What the engine reads from the environment, set before it starts.</summary>
internal static class EngineEnvironment
{
    private const string ModulePath = "PSModulePath";

    public static void Prepare()
    {
        // Nothing about a run on production leaves for anybody but those systems.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

        if (Environment.GetEnvironmentVariable(ModulePath) is { Length: > 0 } path)
        {
            Environment.SetEnvironmentVariable(ModulePath, WithoutStockModules(path));
        }
    }

    /// <summary>
    /// A pwsh that starts us passes on the folder of its own modules. Their cmdlets are built into that pwsh: found
    /// here, they would fail to load, with an error that says nothing about why.
    /// </summary>
    internal static string WithoutStockModules(string path) => string.Join(
        Path.PathSeparator,
        path.Split(Path.PathSeparator).Where(folder =>
            !Directory.Exists(Path.Combine(folder, "Microsoft.PowerShell.Utility"))));
}
