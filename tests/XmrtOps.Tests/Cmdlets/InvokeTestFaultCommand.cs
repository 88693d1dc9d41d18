using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Cmdlets;

/// <summary>Fails where it is told to.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TestFault")]
public sealed class InvokeTestFaultCommand : XmrtCmdlet
{
    [Parameter(Mandatory = true)]
    public string In { get; set; } = "";

    [Parameter(ValueFromPipeline = true)]
    public int Number { get; set; }

    /// <summary>Fails with something that is no condition of ours.</summary>
    [Parameter]
    public SwitchParameter Unknown { get; set; }

    private protected override void Begin() => FailIn("Begin");

    private protected override void Process()
    {
        if (Number == 2)
        {
            FailIn("Process");
        }

        if (In == "Await")
        {
            Await<int>((_, _) => Task.FromException<int>(Fault()));
        }

        WriteObject(Number);
    }

    private protected override void End() => FailIn("End");

    private void FailIn(string place)
    {
        if (In == place)
        {
            throw Fault();
        }
    }

    private Exception Fault() => Unknown ? new InvalidOperationException("odd") : Errors.UnknownConnection("gone");
}
