using System.Management.Automation;

namespace XmrtOps.Testing;

/// <summary>Stands between a script and Out-Default: notes what passes, and lets it pass as it comes.</summary>
[Cmdlet("Capture", "TestOutput")]
public sealed class CaptureCommand : PSCmdlet
{
    /// <summary>What the script wrote, its error records among it.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Told of each, on the pipeline thread.</summary>
    [Parameter(Mandatory = true)]
    public Action<PSObject?>? Seen { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        Seen!(InputObject);
        WriteObject(InputObject);
    }
}
