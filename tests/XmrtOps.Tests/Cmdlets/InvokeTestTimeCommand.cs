using System.Management.Automation;
using XmrtOps.Module;

namespace XmrtOps.Tests.Cmdlets;

/// <summary>Shows what a parameter for times makes of what is typed.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TestTime")]
public sealed class InvokeTestTimeCommand : PSCmdlet
{
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Since { get; set; }

    protected override void ProcessRecord() => WriteObject(Since);
}
