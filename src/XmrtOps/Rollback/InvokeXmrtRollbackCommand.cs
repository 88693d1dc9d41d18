using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Functions.Saved;
using XmrtOps.Module;
using XmrtOps.Rollback.Databases;

namespace XmrtOps.Rollback;

/// <summary>Goes back to what worked: the frontend's last good deployment, older versions of edge functions, or the database before a
/// migration (runbook, lines 40 and 447 to 470).</summary>
[Cmdlet(
    VerbsLifecycle.Invoke, "XmrtRollback", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Plan")]
[OutputType(typeof(RollbackResult), typeof(RollbackPlan), typeof(RollbackRehearsal))]
public sealed partial class InvokeXmrtRollbackCommand : RollbackCmdlet
{
    private RollbackInput _input = new();

    /// <summary>A plan of New-XmrtRollbackPlan.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Plan",
        HelpMessage = "A plan of New-XmrtRollbackPlan; -Frontend, -Function <name> or -Database -Version <version> make one.")]
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

    /// <summary>Names of the edge functions to roll back, to the letter; records of Get-XmrtFunction have them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Function")]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Git")]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    public string[] Function { get; set; } = [];

    /// <summary>Of a function the saved version to deploy, by its number: the last one that was recorded healthy if omitted. Of the
    /// database the migrations to undo, to the letter: records of Get-XmrtMigration have them.</summary>
    [Parameter(ParameterSetName = "Function")]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Database")]
    [ValidateNotNullOrEmpty]
    public string[]? Version { get; set; }

    /// <summary>The saved version to deploy: a record of Get-XmrtFunction -Saved or Save-XmrtFunction.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Saved")]
    [ValidateNotNull]
    public SavedFunction? SavedFunction { get; set; }

    /// <summary>A commit, tag or branch to deploy the source of.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Git")]
    [ValidateNotNullOrEmpty]
    public string? GitRef { get; set; }

    /// <summary>The repository's folder; the current one if omitted. Its work tree, index and branch are not touched.</summary>
    [Parameter(ParameterSetName = "Git")]
    [ValidateNotNullOrEmpty]
    public string Repository { get; set; } = ".";

    /// <summary>Goes on where what is deployed now cannot be kept: then it cannot be brought back.</summary>
    [Parameter(ParameterSetName = "Function")]
    [Parameter(ParameterSetName = "Saved")]
    [Parameter(ParameterSetName = "Git")]
    public SwitchParameter WithoutSave { get; set; }

    /// <summary>Longest wait for Vercel's job: 1s to 1h.</summary>
    [Parameter(ParameterSetName = "Frontend")]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeArgument.From("3m");

    /// <summary>Goes back also to a build that holds keys which were replaced since.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Parameter(ParameterSetName = "Frontend")]
    public SwitchParameter AllowStaleEnvironment { get; set; }

    private protected override void Begin()
    {
        CheckDryRun();
        _input = new RollbackInput
        {
            Timeout = RollbackArguments.Checked(Timeout, nameof(Timeout)),
            Version = Database ? null : RollbackArguments.VersionNumber(Version),
            GitRef = GitRef,
            Repository = GitRef is null ? "" : FilePathOf(Repository),
            WithoutSave = WithoutSave,
        };
    }

    private protected override void Process()
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            if (Plan is { } plan)
            {
                Guarded(connection, () => Take(connection, plan));
            }
            else if (Database)
            {
                Collect(connection);
            }
            else if (Frontend)
            {
                _input.AddFrontend(connection, Id);
            }

            if (SavedFunction is { } saved)
            {
                _input.AddFunction(connection, saved.Name, saved.SavedPath);
            }

            foreach (string name in Function)
            {
                _input.AddFunction(connection, name, savedPath: null);
            }
        }
    }

    private protected override void End()
    {
        RunCollected();
        foreach ((XmrtConnection connection, Func<RollbackRequest> make) in _input.Requests)
        {
            Guarded(connection, () => Run(connection, Await((notices, cancellation) =>
                RollbackPlanner.PlanAsync(connection, make(), notices, cancellation))));
        }
    }

    private void Take(XmrtConnection connection, RollbackPlan plan)
    {
        if (plan.Connection != connection.Name)
        {
            throw Errors.RollbackPlanOfAnother(plan.Connection, connection.Name);
        }

        Action<XmrtConnection, RollbackPlan> take = DryRun ? Try : Run;
        take(connection, plan);
    }

    private void Run(XmrtConnection connection, RollbackPlan plan) =>
        Execute(connection, Allowing(plan), [.. AllowStaleEnvironment ? [nameof(AllowStaleEnvironment)] : Array.Empty<string>(), .. AllowedOf(connection)]);
}
