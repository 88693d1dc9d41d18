using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Module;
using XmrtOps.Rollback.Frontends;

namespace XmrtOps.Rollback;

/// <summary>Plans a rollback by looking only: what it would do, what speaks against it, and what takes it back (runbook,
/// "Rollback Procedures").</summary>
[Cmdlet(VerbsCommon.New, "XmrtRollbackPlan", DefaultParameterSetName = "Frontend")]
[OutputType(typeof(RollbackPlan))]
public sealed partial class NewXmrtRollbackPlanCommand : ConnectedCmdlet
{
    private TimeSpan _timeout;

    /// <summary>Plans for the frontend: by default to the newest deployment that is older than the current one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Frontend")]
    public SwitchParameter Frontend { get; set; }

    /// <summary>The deployment to go back to: identifier (dpl_…), address or host name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Frontend")]
    [Alias("DeploymentId")]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>Longest wait for Vercel's job, once it is carried out: 1s to 1h.</summary>
    [Parameter(ParameterSetName = "Frontend")]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeArgument.From("3m");

    private protected override void Begin() => _timeout = RollbackArguments.Checked(Timeout, nameof(Timeout));

    private protected override void Process()
    {
        RollbackRequest request = Database ? DatabaseRequest() : new FrontendRollbackRequest(Id, _timeout);
        foreach (XmrtConnection connection in ResolveConnections())
        {
            WriteAll([connection], (source, notices, cancellation) => Single(RollbackPlanner.PlanAsync(source, request, notices, cancellation)));
        }
    }

    private static async IAsyncEnumerable<RollbackPlan> Single(Task<RollbackPlan> planning)
    {
        yield return await planning;
    }
}
