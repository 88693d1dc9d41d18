using System.Management.Automation;
using XmrtOps.Connections;
using XmrtOps.Rollback.Databases;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback;

// Migrations.
public sealed partial class NewXmrtRollbackPlanCommand
{
    private readonly List<(XmrtConnection Connection, string? Version)> _versions = [];

    /// <summary>Plans to undo migrations of the database.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Database")]
    [Parameter(Mandatory = true, ParameterSetName = "DatabaseLast")]
    public SwitchParameter Database { get; set; }

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

    /// <summary>What is wanted of databases, by connection: several versions are one plan.</summary>
    private IEnumerable<(XmrtConnection Connection, Func<RollbackRequest> Make)> DatabaseRequests => _versions
        .GroupBy(item => item.Connection, item => item.Version)
        .Select(given => (given.Key, (Func<RollbackRequest>)(() => DatabaseRequest([.. given.OfType<string>().Distinct(StringComparer.Ordinal)]))));

    private void Collect(XmrtConnection connection) =>
        _versions.AddRange(Version is null ? [(connection, null)] : Version.Select(version => (connection, (string?)version)));

    private DatabaseRollbackRequest DatabaseRequest(IReadOnlyList<string> versions)
    {
        string? path = Path is null ? MigrationFolder.Find(FilePathOf(".")) : FilePathOf(Path);
        return new DatabaseRollbackRequest(
            versions, ParameterSetName == "DatabaseLast" ? Last : null, As, path is null ? null : MigrationFolder.Read(path));
    }
}
