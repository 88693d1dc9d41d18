using System.Management.Automation;

namespace XmrtOps.Shell.Running;

/// <summary>Script text of -Command.</summary>
internal sealed class ScriptText(string text) : Script
{
    public override Action<PowerShell> Prepare(Engine engine, CancellationToken cancellation) =>
        pipeline => pipeline.AddScript(text);
}
