using System.Management.Automation;
using XmrtOps.Connections;

namespace XmrtOps.Module;

/// <summary>What happens when the module is imported and removed. Nothing is read, and no package is loaded.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc />
    public void OnImport() => PrivateLoadContext.Register();

    /// <inheritdoc />
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        Session.OfRunspace.CloseAll();
        PrivateLoadContext.Unregister();
    }
}
