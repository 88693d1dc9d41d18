using System.Management.Automation;
using XmrtOps.Cmdlets;

namespace XmrtOps.Tests.Cmdlets;

/// <summary>A cmdlet of the module's kind whose sources are a test's.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TestPump")]
public sealed class InvokeTestPumpCommand : XmrtCmdlet
{
    [Parameter(Mandatory = true)]
    public object[] Source { get; set; } = [];

    private protected override void Process() =>
        WriteAll<PumpSource, object>([.. Source.Select(Unwrap)], (source, notices, cancellation) => source.Read(notices, cancellation));

    private static PumpSource Unwrap(object source) => (PumpSource)(source is PSObject wrapped ? wrapped.BaseObject : source);
}
