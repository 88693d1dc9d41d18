using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Tables;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexes;

/// <summary>Lists indexes with their size and use, and says which are unused, duplicate, invalid or bloated (runbook,
/// chapter 3).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtIndex", SupportsPaging = true, DefaultParameterSetName = "Name")]
[OutputType(typeof(DatabaseIndex))]
public sealed class GetXmrtIndexCommand : DatabaseReadCmdlet<DatabaseIndex>
{
    private IndexQuery _query = new();

    /// <summary>Indexes of these tables: webhook_logs, *log*, auth.*.</summary>
    [Parameter(Position = 0, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Table { get; set; }

    /// <summary>Indexes of these names.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(IndexCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Only indexes in these schemas.</summary>
    [Parameter(ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Schema { get; set; }

    /// <summary>All indexes of tables from Get-XmrtTable.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "InputObject", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public DatabaseTable[]? InputObject { get; set; }

    /// <summary>Only indexes with such a finding: Unused, Duplicate, Overlapping, Invalid, Bloated, or * for any.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Finding { get; set; }

    /// <summary>The server's own indexes too.</summary>
    [Parameter(ParameterSetName = "Name")]
    public SwitchParameter IncludeSystem { get; set; }

    /// <summary>Lists all, not the 20 biggest.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<DatabaseIndex> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        IndexReader.ReadAsync(
            connection,
            _query with
            {
                Tables = InputObject?
                    .Where(table => string.Equals(table.Connection, connection.Name, StringComparison.OrdinalIgnoreCase))
                    .Select(table => new RelationName(table.Schema, table.Name))
                    .ToArray(),
                // The server's own tables are there only when they were asked for.
                IncludeSystem = _query.IncludeSystem || InputObject is not null,
            },
            // Who names tables one by one wants all that belongs to them.
            PageOf(All || InputObject is not null),
            notices,
            cancellation);

    private protected override void Begin() => _query = new IndexQuery
    {
        Table = Wildcard.Parse(nameof(Table), Table),
        Name = Wildcard.Parse(nameof(Name), Name),
        Schema = Wildcard.Parse(nameof(Schema), Schema),
        Finding = Finding is null ? null : NameFilter.Of(nameof(Finding), Finding),
        IncludeSystem = IncludeSystem,
    };
}
