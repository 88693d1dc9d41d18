using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Module;

namespace XmrtOps.Database.Indexing;

/// <summary>Finds indexes that are missing, and asks the planner whether it would use them (runbook, chapter 3).</summary>
[Cmdlet(VerbsCommon.Find, "XmrtMissingIndex", DefaultParameterSetName = "Catalogue")]
[OutputType(typeof(IndexProposal))]
public sealed class FindXmrtMissingIndexCommand : ConnectedCmdlet
{
    private readonly List<(XmrtConnection Connection, QueryPlan Plan)> _plans = [];
    private readonly List<(XmrtConnection Connection, SlowQuery Query)> _queries = [];
    private MissingIndexFilter _filter = new();

    /// <summary>Plans of Get-XmrtQueryPlan.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Plan")]
    public QueryPlan[] InputObject { get; set; } = [];

    /// <summary>Statements of Get-XmrtSlowQuery, which are planned first.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Query")]
    public SlowQuery[] Query { get; set; } = [];

    /// <summary>Only for these tables: name or schema.name.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Table { get; set; }

    /// <summary>Asks the planner, where the extension hypopg is installed.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>Shows also what the planner would not use.</summary>
    [Parameter]
    public SwitchParameter IncludeRejected { get; set; }

    private protected override void Begin() => _filter = new MissingIndexFilter
    {
        Table = Wildcard.Parse(nameof(Table), Table),
        IsVerified = Verify,
        IncludesRejected = IncludeRejected,
    };

    private protected override void Process()
    {
        List<XmrtConnection> connections = ResolveConnections();
        switch (ParameterSetName)
        {
            case "Plan":
                _plans.AddRange(connections.SelectMany(connection => InputObject.Select(plan => (connection, plan))));
                break;
            case "Query":
                _queries.AddRange(connections.SelectMany(connection => Query.Select(query => (connection, query))));
                break;
            default:
                WriteAll(connections, (connection, notices, cancellation) =>
                    MissingIndexReader.FromCatalogueAsync(connection, _filter, notices, cancellation));
                break;
        }
    }

    private protected override void End()
    {
        // One index may serve several statements: they are looked at together.
        ILookup<XmrtConnection, QueryPlan> plans = _plans.ToLookup(given => given.Connection, given => given.Plan);
        WriteAll([.. plans.Select(group => group.Key)], (connection, notices, cancellation) =>
            MissingIndexReader.FromPlansAsync(connection, [.. plans[connection]], _filter, notices, cancellation));
        ILookup<XmrtConnection, SlowQuery> queries = _queries.ToLookup(given => given.Connection, given => given.Query);
        WriteAll([.. queries.Select(group => group.Key)], (connection, notices, cancellation) =>
            MissingIndexReader.FromQueriesAsync(connection, [.. queries[connection]], _filter, notices, cancellation));
    }
}
