using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Rollback.Frontends;

namespace XmrtOps.Rollback;

/// <summary>Goes back to what worked: the frontend's last good deployment (runbook, lines 40 and 459 to 470).</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "XmrtRollback", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Plan")]
[OutputType(typeof(RollbackResult), typeof(RollbackPlan))]
public sealed partial class InvokeXmrtRollbackCommand : RollbackCmdlet
{
    private readonly List<(XmrtConnection Connection, string Id)> _ids = [];
    private TimeSpan _timeout;

    /// <summary>A plan of New-XmrtRollbackPlan.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Plan")]
    [ValidateNotNull]
    public RollbackPlan? Plan { get; set; }

    /// <summary>Rolls the frontend back: by default to the newest deployment that is older than the current one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Frontend")]
    public SwitchParameter Frontend { get; set; }

    /// <summary>The deployment to go back to: identifier (dpl_…), address or host name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Frontend")]
    [Alias("DeploymentId")]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>Longest wait for Vercel's job: 1s to 1h.</summary>
    [Parameter(ParameterSetName = "Frontend")]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeArgument.From("3m");

    /// <summary>Goes back also to a build that holds keys which were replaced since.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Parameter(ParameterSetName = "Frontend")]
    public SwitchParameter AllowStaleEnvironment { get; set; }

    private protected override void Begin() => _timeout = RollbackArguments.Checked(Timeout, nameof(Timeout));

    private protected override void Process()
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            if (Plan is { } plan)
            {
                Guarded(connection, () => Run(connection, plan.Connection == connection.Name
                    ? plan
                    : throw Errors.RollbackPlanOfAnother(plan.Connection, connection.Name)));
            }
            else if (Database)
            {
                Collect(connection);
            }
            else if (Id is { } id)
            {
                // Of several from the pipe none is done: one after the other they would lead back to the oldest.
                _ids.Add((connection, id));
            }
            else
            {
                Guarded(connection, () => Run(connection, new FrontendRollbackRequest(null, _timeout)));
            }
        }
    }

    private protected override void End()
    {
        RunCollected();
        foreach (IGrouping<XmrtConnection, string> given in _ids.GroupBy(item => item.Connection, item => item.Id))
        {
            string[] ids = [.. given.Distinct(StringComparer.Ordinal)];
            Guarded(given.Key, () => Run(given.Key, ids.Length == 1
                ? new FrontendRollbackRequest(ids[0], _timeout)
                : throw Errors.SeveralRollbackTargets(given.Key.Name, ids.Length)));
        }
    }

    private void Run(XmrtConnection connection, RollbackRequest request) =>
        Run(connection, Await((notices, cancellation) => RollbackPlanner.PlanAsync(connection, request, notices, cancellation)));

    private void Run(XmrtConnection connection, RollbackPlan plan) =>
        Execute(connection, Allowing(plan), [.. AllowStaleEnvironment ? [nameof(AllowStaleEnvironment)] : Array.Empty<string>(), .. AllowedOf(connection)]);
}
