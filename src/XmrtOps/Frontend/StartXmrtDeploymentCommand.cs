using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Platforms;

namespace XmrtOps.Frontend;

/// <summary>Builds the frontend once more, or makes a deployment current that is built (runbook, lines 41 and 79).</summary>
[Cmdlet(
    VerbsLifecycle.Start,
    "XmrtDeployment",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = "Rebuild")]
[OutputType(typeof(DeploymentStart))]
public sealed class StartXmrtDeploymentCommand : PlatformChangeCmdlet
{
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromHours(2);

    private TimeSpan _timeout;

    /// <summary>The deployment: identifier (dpl_…), address or host name; the current one if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Rebuild")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Promote")]
    [Alias("DeploymentId")]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>Builds the newest commit of its branch, not its own.</summary>
    [Parameter(ParameterSetName = "Rebuild")]
    public SwitchParameter LatestCommit { get; set; }

    /// <summary>Builds a branch, tag or commit of the project's repository instead.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "GitRef")]
    [ValidateNotNullOrEmpty]
    public string? GitRef { get; set; }

    /// <summary>Makes it current, as it is built, without a build.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Promote")]
    public SwitchParameter Promote { get; set; }

    /// <summary>What it is built for; if omitted what the deployment was built for, and production with -GitRef.</summary>
    [Parameter(ParameterSetName = "Rebuild")]
    [Parameter(ParameterSetName = "GitRef")]
    public DeploymentTarget? Target { get; set; }

    /// <summary>Longest wait until it is live or has failed: 1s to 2h.</summary>
    [Parameter]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeArgument.From("15m");

    /// <summary>Returns as soon as Vercel has taken the order.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    private protected override PlatformKind Platform => PlatformKind.Vercel;

    private protected override void Begin()
    {
        _timeout = Timeout.Duration(nameof(Timeout));
        if (_timeout < TimeSpan.FromSeconds(1) || _timeout > s_longestTimeout)
        {
            throw Errors.DurationOutOfRange(nameof(Timeout), Timeout.ToString(), "between 1s and 2h");
        }
    }

    private protected override void Process()
    {
        DeploymentOrder order = new()
        {
            Id = Id,
            GitRef = GitRef,
            IsLatestCommit = LatestCommit,
            IsPromotion = Promote,
            Target = Target,
            NoWait = NoWait,
            Timeout = _timeout,
        };
        foreach (XmrtConnection connection in ResolveConnections())
        {
            Guarded(connection, () => Start(connection, order));
        }
    }

    private void Start(XmrtConnection connection, DeploymentOrder order)
    {
        DeploymentPlan plan = Await((notices, cancellation) =>
            DeploymentPlanner.PlanAsync(connection, order, notices, cancellation));
        if (plan.IsSettled)
        {
            WriteObject(Await((notices, _) => Task.FromResult(new DeploymentStarter(connection, plan, notices).Settled())));
            return;
        }

        if (plan is { IsProduction: true, Action: not DeploymentAction.Promote, Pin: { } pin })
        {
            WriteWarning($"{pin}. The build will not go live by itself. To make one current that is built: "
                + "Start-XmrtDeployment <id> -Promote.");
        }

        string description = DeploymentPlanner.Describe(plan);
        if (!Confirmed(connection, description))
        {
            return;
        }

        DeploymentStart result = Journaled(
            connection,
            description,
            async (journalId, notices, cancellation) =>
                await new DeploymentStarter(connection, plan, notices).RunAsync(cancellation) with { JournalId = journalId },
            start => start.Reason.Length == 0 ? $"{start.Id}: {start.Outcome}" : $"{start.Id}: {start.Outcome}: {start.Reason}",
            DeploymentStarter.UndoOf(connection, plan));
        WriteObject(result);
        if (result.Outcome == DeploymentOutcome.Failed)
        {
            // The record says what became of it; a script that only looks for errors has to find one.
            throw Errors.DeploymentFailed(result.Id, result.ErrorMessage is { } why ? $"{result.Reason} ({why})" : result.Reason, result.Remedy);
        }
    }
}
