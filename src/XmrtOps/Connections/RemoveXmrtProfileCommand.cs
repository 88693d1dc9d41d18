using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Connections;

/// <summary>Removes profiles. Open connections stay open.</summary>
[Cmdlet(VerbsCommon.Remove, "XmrtProfile", SupportsShouldProcess = true)]
public sealed class RemoveXmrtProfileCommand : XmrtCmdlet
{
    /// <summary>Names of the profiles, as they are: * is no wildcard here.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    private protected override void Process()
    {
        ProfileStore store = ProfileStore.Default;
        foreach (string name in Name)
        {
            try
            {
                Remove(store, name);
            }
            catch (XmrtException fault)
            {
                WriteError(ErrorRecords.From(fault, name));
            }
        }
    }

    private void Remove(ProfileStore store, string name)
    {
        XmrtProfile found = store.Named(name) ?? throw Errors.ProfileNotFound(name);
        if (ShouldProcess($"profile '{found.Name}'", "remove"))
        {
            Await(async (_, cancellation) =>
            {
                await store.ChangeAsync(name, old => old is null ? throw Errors.ProfileNotFound(name) : null, cancellation);
                return true;
            });
        }
    }
}
