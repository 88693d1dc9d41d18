using System.Management.Automation;
using System.Management.Automation.Language;
using Microsoft.PowerShell.Commands;

namespace XmrtOps.Shell.Running;

/// <summary>What a script's #requires lines demand.</summary>
internal sealed class ScriptRequirementCheck(string script, Engine engine)
{
    /// <exception cref="RuntimeException">It is not here.</exception>
    public void Demand(ScriptRequirements? requirements, CancellationToken cancellation)
    {
        if (requirements is null)
        {
            return;
        }

        if (requirements.RequiredPSVersion > (Version)PSVersionInfo.PSVersion)
        {
            throw Missing($"PowerShell {requirements.RequiredPSVersion}; this is {PSVersionInfo.PSVersion}");
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

    private RuntimeException Missing(string what)
    {
        string message = $"The script demands with #requires {what}.";
        ErrorRecord record = new(
            new InvalidOperationException(message), "ScriptRequires", ErrorCategory.ResourceUnavailable, script);
        record.CategoryInfo.Activity = script;
        return new RuntimeException(message, innerException: null, record);
    }
}
