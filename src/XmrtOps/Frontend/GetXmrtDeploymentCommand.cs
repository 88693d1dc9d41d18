using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Frontend;

/// <summary>Lists deployments of the frontend, newest first (runbook, chapter 1).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtDeployment", SupportsPaging = true, DefaultParameterSetName = "List")]
[OutputType(typeof(Deployment))]
public sealed class GetXmrtDeploymentCommand : PlatformReadCmdlet<Deployment>
{
    private DateTimeOffset? _since;

    /// <summary>Identifiers (dpl_…), addresses or host names of deployments.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Id")]
    [Alias("DeploymentId")]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary>Only those for production, or only previews; both, and those of other environments, if omitted.</summary>
    [Parameter(ParameterSetName = "List")]
    public DeploymentTarget? Target { get; set; }

    /// <summary>Only those that stand so.</summary>
    [Parameter(ParameterSetName = "List")]
    [ValidateNotNullOrEmpty]
    public DeploymentState[]? State { get; set; }

    /// <summary>Only those of this branch, to the letter.</summary>
    [Parameter(ParameterSetName = "List")]
    [ValidateNotNullOrEmpty]
    public string? Branch { get; set; }

    /// <summary>Only those asked for since this time, or that long ago.</summary>
    [Parameter(ParameterSetName = "List")]
    [TimeTransformation]
    public TimeArgument? Since { get; set; }

    /// <summary>All, not the newest 20.</summary>
    [Parameter(ParameterSetName = "List")]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<Deployment> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) => DeploymentReader.ReadAsync(
            connection,
            new DeploymentQuery
            {
                Ids = Id,
                Target = Target,
                States = State,
                Branch = Branch,
                Since = _since,
                Page = PageOf(All),
            },
            notices,
            cancellation);

    private protected override void Begin() => _since = Since?.Instant(DateTimeOffset.Now);
}
