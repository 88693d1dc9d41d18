using System.Management.Automation;
using XmrtOps.Connections;
using XmrtOps.Rollback.Databases;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback;

// Migrations.
public sealed partial class InvokeXmrtRollbackCommand
{
    private readonly List<(XmrtConnection Connection, string Version)> _versions = [];

    /// <summary>Undoes migrations of the database.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Database")]
    public SwitchParameter Database { get; set; }

    /// <summary>By a migration that undoes them (Revert), or by taking them out of the history (Down).</summary>
    [Parameter(ParameterSetName = "Database")]
    public RollbackStyle As { get; set; }

    /// <summary>The folder of the migrations, or the project's; supabase/migrations here or above if omitted.</summary>
    [Parameter(ParameterSetName = "Database")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Undoes a migration as Down although its file is there still, and the next push applies it again.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Parameter(ParameterSetName = "Database")]
    public SwitchParameter KeepLocalFile { get; set; }

    /// <summary>Drops tables and columns that hold data, which is kept first. It takes -ConfirmName too.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Parameter(ParameterSetName = "Database")]
    public SwitchParameter AllowDataLoss { get; set; }

    /// <summary>Name of the connection that may lose data.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Parameter(ParameterSetName = "Database")]
    [ValidateNotNullOrEmpty]
    public string? ConfirmName { get; set; }

    /// <summary>Runs scripts after which anon or authenticated may reach more.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Parameter(ParameterSetName = "Database")]
    public SwitchParameter AllowExposure { get; set; }

    /// <summary>Goes ahead although no backup is known that one could go back to.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Parameter(ParameterSetName = "Database")]
    public SwitchParameter WithoutRestorePoint { get; set; }

    private void Collect(XmrtConnection connection) => _versions.AddRange((Version ?? []).Select(version => (connection, version)));

    private void RunCollected()
    {
        foreach (IGrouping<XmrtConnection, string> given in _versions.GroupBy(item => item.Connection, item => item.Version))
        {
            Guarded(given.Key, () =>
            {
                string? path = Path is null ? MigrationFolder.Find(FilePathOf(".")) : FilePathOf(Path);
                DatabaseRollbackRequest request = new(
                    [.. given.Distinct(StringComparer.Ordinal)], Last: null, As, path is null ? null : MigrationFolder.Read(path));
                RollbackPlan plan = Await((notices, cancellation) => RollbackPlanner.PlanAsync(given.Key, request, notices, cancellation));
                if (DryRun)
                {
                    Try(given.Key, plan);
                    return;
                }

                Run(given.Key, plan);
            });
        }
    }

    private RollbackPlan Allowing(RollbackPlan plan) =>
        plan is DatabaseRollbackPlan database ? database with { AllowExposure = AllowExposure } : plan;

    private IEnumerable<string> AllowedOf(XmrtConnection connection) =>
    [
        .. KeepLocalFile ? [nameof(KeepLocalFile)] : Array.Empty<string>(),
        .. AllowDataLoss ? [nameof(AllowDataLoss)] : Array.Empty<string>(),
        .. AllowExposure ? [nameof(AllowExposure)] : Array.Empty<string>(),
        .. WithoutRestorePoint ? [nameof(WithoutRestorePoint)] : Array.Empty<string>(),
        // To the letter: whoever types it has read which system is meant.
        .. ConfirmName == connection.Name ? [nameof(ConfirmName)] : Array.Empty<string>(),
    ];
}
