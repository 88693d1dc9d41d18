using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Functions.Saved;
using XmrtOps.Module;

namespace XmrtOps.Rollback;

/// <summary>Plans a rollback by looking only: what it would do, what speaks against it, and what takes it back (runbook,
/// "Rollback Procedures").</summary>
[Cmdlet(VerbsCommon.New, "XmrtRollbackPlan", DefaultParameterSetName = "Frontend")]
[OutputType(typeof(RollbackPlan))]
public sealed partial class NewXmrtRollbackPlanCommand : ConnectedCmdlet
{
    private RollbackInput _input = new();

    /// <summary>Plans for the frontend: by default to the newest deployment that is older than the current one.</summary>
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

    /// <summary>Plans to go on where what is deployed now cannot be kept.</summary>
    [Parameter(ParameterSetName = "Function")]
    [Parameter(ParameterSetName = "Saved")]
    [Parameter(ParameterSetName = "Git")]
    public SwitchParameter WithoutSave { get; set; }

    /// <summary>Longest wait for Vercel's job, once it is carried out: 1s to 1h.</summary>
    [Parameter(ParameterSetName = "Frontend")]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeArgument.From("3m");

    private protected override void Begin() => _input = new RollbackInput
    {
        Timeout = RollbackArguments.Checked(Timeout, nameof(Timeout)),
        Version = Database ? null : RollbackArguments.VersionNumber(Version),
        GitRef = GitRef,
        Repository = GitRef is null ? "" : FilePathOf(Repository),
        WithoutSave = WithoutSave,
    };

    private protected override void Process()
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            if (Database)
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
        foreach ((XmrtConnection connection, Func<RollbackRequest> make) in _input.Requests.Concat(DatabaseRequests))
        {
            try
            {
                WriteObject(Await((notices, cancellation) => RollbackPlanner.PlanAsync(connection, make(), notices, cancellation)));
            }
            catch (XmrtException fault)
            {
                WriteError(ErrorRecords.From(fault, connection));
            }
        }
    }
}
