using System.Management.Automation;
using XmrtOps.Rollback.Databases;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback;

// Migrations.
public sealed partial class NewXmrtRollbackPlanCommand
{
    /// <summary>Plans to undo migrations of the database.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Database")]
    [Parameter(Mandatory = true, ParameterSetName = "DatabaseLast")]
    public SwitchParameter Database { get; set; }

    /// <summary>Versions to undo, to the letter.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Database")]
    [ValidateNotNullOrEmpty]
    public string[] Version { get; set; } = [];

    /// <summary>Plans to undo the last so many.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "DatabaseLast")]
    [ValidateRange(1, 1000)]
    public int Last { get; set; }

    /// <summary>By a migration that undoes them (Revert), or by taking them out of the history (Down).</summary>
    [Parameter(ParameterSetName = "Database")]
    [Parameter(ParameterSetName = "DatabaseLast")]
    public RollbackStyle As { get; set; }

    /// <summary>The folder of the migrations, or the project's; supabase/migrations here or above if omitted.</summary>
    [Parameter(ParameterSetName = "Database")]
    [Parameter(ParameterSetName = "DatabaseLast")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    private DatabaseRollbackRequest DatabaseRequest()
    {
        string? path = Path is null ? MigrationFolder.Find(FilePathOf(".")) : FilePathOf(Path);
        return new DatabaseRollbackRequest(
            Version, ParameterSetName == "DatabaseLast" ? Last : null, As, path is null ? null : MigrationFolder.Read(path));
    }
}
