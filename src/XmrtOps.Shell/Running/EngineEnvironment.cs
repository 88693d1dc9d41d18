namespace XmrtOps.Shell.Running;

/// <summary>What the engine reads from the environment, set before it starts.</summary>
internal static class EngineEnvironment
{
    private const string ModulePath = "PSModulePath";

    public static void Prepare()
    {
        // Nothing about a run on production leaves for anybody but those systems.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

        // A script's own Import-Module XmrtOps, and the runspaces of ForEach-Object -Parallel, find the same module.
        string given = Environment.GetEnvironmentVariable(ModulePath) ?? "";
        Environment.SetEnvironmentVariable(
            ModulePath, string.Join(Path.PathSeparator, [BundledModule.Root, .. WithoutStockModules(given)]));
    }

    /// <summary>
    /// A pwsh that starts us passes on the folder of its own modules. Their cmdlets are built into that pwsh: found
    /// here, they would fail to load, with an error that says nothing about why.
    /// </summary>
    private static IEnumerable<string> WithoutStockModules(string path) => path
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(folder => !Directory.Exists(Path.Combine(folder, "Microsoft.PowerShell.Utility")));
}
