using System.Management.Automation;
using System.Runtime.CompilerServices;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Frontend;

/// <summary>Reads the log of a build, and finds the line that says why it failed (runbook, line 39).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtDeploymentLog")]
[OutputType(typeof(DeploymentLogLine))]
public sealed class GetXmrtDeploymentLogCommand : PlatformReadCmdlet<DeploymentLogLine>
{
    /// <summary>Deployments: identifiers (dpl_…), addresses or host names; the newest for production if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("DeploymentId")]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary>The last lines only: this many.</summary>
    [Parameter]
    [Alias("Last")]
    [ValidateRange(1, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Goes on with new lines until the build ends.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    internal override async IAsyncEnumerable<DeploymentLogLine> ReadAsync(
        XmrtConnection connection, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string? id in Id ?? new string?[] { null })
        {
            DeploymentLogReader reader = new(connection, notices);
            await foreach (DeploymentLogLine line in reader.ReadAsync(new DeploymentLogRequest(id, Tail, Follow), cancellation))
            {
                yield return line;
            }
        }
    }
}
