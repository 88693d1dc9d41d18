using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Sandboxes;

/// <summary>Stops sandboxes and removes every trace of them; without a name, all that this process started.</summary>
[Cmdlet(
    VerbsLifecycle.Stop,
    "XmrtSandbox",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low,
    DefaultParameterSetName = "Name")]
[OutputType(typeof(void))]
public sealed class StopXmrtSandboxCommand : XmrtCmdlet
{
    /// <summary>Names, to the letter.</summary>
    [Parameter(Position = 0, ParameterSetName = "Name")]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Sandboxes.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Input")]
    public XmrtSandbox[] InputObject { get; set; } = [];

    private protected override void Process()
    {
        IEnumerable<XmrtSandbox> meant = ParameterSetName == "Input" ? InputObject
            : Name is null ? SandboxWork.List().Where(sandbox => sandbox.IsOwn)
            : Name.SelectMany(Named);
        foreach (XmrtSandbox sandbox in meant.ToArray())
        {
            if (ShouldProcess(sandbox.Name, "stop and remove the sandbox"))
            {
                Stop(sandbox);
            }
        }
    }

    private IEnumerable<XmrtSandbox> Named(string name)
    {
        XmrtSandbox[] found =
            [.. SandboxWork.List().Where(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 0)
        {
            WriteError(ErrorRecords.From(Errors.SandboxNotFound(name)));
        }

        return found;
    }

    private void Stop(XmrtSandbox sandbox)
    {
        Session session = Session.OfRunspace;
        XmrtConnection[] open =
            [.. session.Open.Where(c => c.Port == sandbox.Port && c.HostName == "127.0.0.1" && sandbox.Port is not null)];
        try
        {
            Await(async (_, cancellation) =>
            {
                foreach (XmrtConnection connection in open)
                {
                    await session.RemoveAsync(connection);
                }

                return await SandboxWork.StopAsync(sandbox, cancellation);
            });
        }
        catch (XmrtException fault)
        {
            WriteError(ErrorRecords.From(fault, sandbox));
        }
    }
}
