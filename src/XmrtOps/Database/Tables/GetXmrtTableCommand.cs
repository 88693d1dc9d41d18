using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Tables;

/// <summary>Lists tables with their size, rows, bloat and upkeep, biggest first (runbook, chapter 3).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtTable", SupportsPaging = true)]
[OutputType(typeof(DatabaseTable))]
public sealed class GetXmrtTableCommand : DatabaseReadCmdlet<DatabaseTable>
{
    private TableQuery _query = new();

    /// <summary>Tables to look for: webhook_logs, *log*, auth.*.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Only tables of these schemas.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Schema { get; set; }

    /// <summary>What the first is the first by.</summary>
    [Parameter]
    public TableOrder OrderBy { get; set; } = TableOrder.TotalSize;

    /// <summary>Only tables with such a finding, such as Bloat, or * for any.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Finding { get; set; }

    /// <summary>Counts the rows of the tables listed.</summary>
    [Parameter]
    public SwitchParameter Exact { get; set; }

    /// <summary>The server's own tables too, and temporary ones.</summary>
    [Parameter]
    public SwitchParameter IncludeSystem { get; set; }

    /// <summary>Lists all, not the first 20.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<DatabaseTable> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        TableReader.ReadAsync(connection, _query, PageOf(All), notices, cancellation);

    private protected override void Begin() => _query = new TableQuery
    {
        OrderBy = OrderBy,
        Name = Wildcard.Parse(nameof(Name), Name),
        Schema = Wildcard.Parse(nameof(Schema), Schema),
        Finding = Finding is null ? null : NameFilter.Of(nameof(Finding), Finding),
        Exact = Exact,
        IncludeSystem = IncludeSystem,
    };
}
