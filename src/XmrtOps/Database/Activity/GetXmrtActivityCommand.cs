using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Activity;

/// <summary>Shows what the server does now, worst first (runbook, chapters 1 and 3).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtActivity", SupportsPaging = true)]
[OutputType(typeof(BackendActivity))]
public sealed class GetXmrtActivityCommand : DatabaseReadCmdlet<BackendActivity>
{
    private ActivityFilter _filter = new();

    /// <summary>Only these processes of the server.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public int[]? ProcessId { get; set; }

    /// <summary>Only sessions in these states.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public BackendState[]? State { get; set; }

    /// <summary>Only sessions that are idle in a transaction.</summary>
    [Parameter]
    public SwitchParameter IdleInTransaction { get; set; }

    /// <summary>Only sessions that wait for a lock.</summary>
    [Parameter]
    public SwitchParameter Blocked { get; set; }

    /// <summary>Only what keeps others waiting.</summary>
    [Parameter]
    public SwitchParameter Blocking { get; set; }

    /// <summary>Only what keeps vacuum from removing dead rows, the oldest first.</summary>
    [Parameter]
    public SwitchParameter HoldingXmin { get; set; }

    /// <summary>Only what has been going on for so long, such as 30s.</summary>
    [Parameter]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument? MinimumDuration { get; set; }

    /// <summary>Only sessions of these roles.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Role { get; set; }

    /// <summary>Only sessions of these databases.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Database { get; set; }

    /// <summary>The server's own processes too: autovacuum, replication, parallel workers and the like.</summary>
    [Parameter]
    public SwitchParameter IncludeSystemBackend { get; set; }

    /// <summary>Idle sessions too, and not the 20 worst only.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<BackendActivity> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        ActivityReader.ReadAsync(connection, _filter, PageOf(All), notices, cancellation);

    private protected override void Begin() => _filter = new ActivityFilter
    {
        ProcessIds = ProcessId,
        States = State,
        IdleInTransaction = IdleInTransaction,
        Blocked = Blocked,
        Blocking = Blocking,
        HoldingXmin = HoldingXmin,
        MinimumDuration = MinimumDuration?.Duration(nameof(MinimumDuration)),
        Role = Wildcard.Parse(nameof(Role), Role),
        Database = Wildcard.Parse(nameof(Database), Database),
        IncludeSystemBackend = IncludeSystemBackend,
        All = All,
    };
}
