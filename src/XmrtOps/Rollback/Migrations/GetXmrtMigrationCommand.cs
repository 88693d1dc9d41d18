using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Rollback.Migrations;

/// <summary>Lists migrations: which are applied, pending, missing or changed since (runbook, "Rollback Procedures").</summary>
[Cmdlet(VerbsCommon.Get, "XmrtMigration", SupportsPaging = true)]
[OutputType(typeof(Migration))]
public sealed class GetXmrtMigrationCommand : DatabaseReadCmdlet<Migration>
{
    private Func<string, bool> _isVersion = static _ => true;
    private Func<string, bool> _isName = static _ => true;
    private MigrationFolder? _folder;

    /// <summary>Only these versions.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Version { get; set; }

    /// <summary>Only migrations of these names.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Only migrations in these states.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public MigrationState[]? State { get; set; }

    /// <summary>The folder of the migrations, or the project's; supabase/migrations here or above if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Lists all, not the 20 newest.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<Migration> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        MigrationReader.ReadAsync(connection, _folder, IsWanted, PageOf(All), notices, cancellation);

    private protected override void Begin()
    {
        _isVersion = NameFilter.Of(nameof(Version), Version);
        _isName = NameFilter.Of(nameof(Name), Name);
        string? path = Path is null ? MigrationFolder.Find(FilePathOf(".")) : FilePathOf(Path);
        _folder = path is null ? null : MigrationFolder.Read(path);
        if (_folder is null)
        {
            WriteWarning("There is no supabase/migrations here or above: files are not compared. -Path names them.");
        }
        else
        {
            WriteVerbose($"Files of {_folder.Path}.");
        }
    }

    private bool IsWanted(Migration migration) =>
        (Version is null || (migration.Version is not null && _isVersion(migration.Version)))
        && (Name is null || (migration.Name is not null && _isName(migration.Name)))
        && (State is null || State.Contains(migration.State));
}
