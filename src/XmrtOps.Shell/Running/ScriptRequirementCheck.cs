using System.Management.Automation;
using System.Management.Automation.Language;
using Microsoft.PowerShell.Commands;

namespace XmrtOps.Shell.Running;

/// <summary>What a script's #requires lines demand.</summary>
internal static class ScriptRequirementCheck
{
    /// <exception cref="RuntimeException">It is not here.</exception>
    public static void Demand(ScriptRequirements? requirements, Engine engine, CancellationToken cancellation)
    {
        if (requirements is null)
        {
            return;
        }

        Version engineVersion = typeof(PSObject).Assembly.GetName().Version!;
        if (requirements.RequiredPSVersion > engineVersion)
        {
            throw Missing($"PowerShell {requirements.RequiredPSVersion}; this is {engineVersion.ToString(3)}");
        }

        if (requirements.RequiredPSEditions is { Count: > 0 } editions
            && !editions.Contains("Core", StringComparer.OrdinalIgnoreCase))
        {
            throw Missing($"PowerShell's edition {string.Join(" or ", editions)}; this is Core");
        }

        if (requirements.IsElevationRequired && !Environment.IsPrivilegedProcess)
        {
            throw Missing("to be run as administrator or root");
        }

        foreach (ModuleSpecification module in requirements.RequiredModules ?? [])
        {
            bool isImported = engine.Run(
                p => p.AddCommand("Import-Module").AddParameter("FullyQualifiedName", module), _ => { }, cancellation);
            if (!isImported)
            {
                throw Missing($"the module {module.Name}, which could not be imported");
            }
        }
    }

    private static RuntimeException Missing(string what) => new($"The script demands with #requires {what}.");
}
