using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Sandbox;

namespace XmrtOps.Sandboxes;

/// <summary>Starts a disposable PostgreSQL with the XMRT schema and data, to learn, test and rehearse on.</summary>
[Cmdlet(VerbsLifecycle.Start, "XmrtSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(XmrtSandbox))]
public sealed class StartXmrtSandboxCommand : XmrtCmdlet
{
    /// <summary>Name, unique among the running ones.</summary>
    [Parameter(Position = 0)]
    [ValidatePattern("^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$")]
    public string Name { get; set; } = "sandbox";

    /// <summary>How much data: 1 is filled in about a second, 100 has over two million webhook_logs rows.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Scale { get; set; } = 1;

    /// <summary>The same seed gives the same rows.</summary>
    [Parameter]
    public int Seed { get; set; } = 1;

    /// <summary>Folder of PostgreSQL's programs; found by itself if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PostgresBin { get; set; }

    private protected override void Process()
    {
        if (!ShouldProcess(Name, "start a sandbox"))
        {
            return;
        }

        SandboxOptions options = new()
        {
            Name = Name,
            Scale = Scale,
            Seed = Seed,
            PostgresBin = PostgresBin is null ? null : GetUnresolvedProviderPathFromPSPath(PostgresBin),
        };
        WriteObject(Await((notices, cancellation) => SandboxWork.StartAsync(options, notices, cancellation)));
    }
}
