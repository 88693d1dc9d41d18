using System.Management.Automation;
using XmrtOps.Cmdlets;

namespace XmrtOps.Tests.Cmdlets;

/// <summary>Fetches a secret as connecting does.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TestSecret")]
public sealed class InvokeTestSecretCommand : XmrtCmdlet
{
    [Parameter(Position = 0)]
    public string From { get; set; } = "";

    private protected override void Process() => WriteObject(SecretReader.Read(this, From));
}
