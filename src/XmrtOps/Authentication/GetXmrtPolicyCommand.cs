using System.Collections;
using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Authentication;

/// <summary>Shows row level security: its state, every policy, and what they let each role do (runbook, chapters 2 and 5).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtPolicy")]
[OutputType(typeof(TablePolicies))]
public sealed class GetXmrtPolicyCommand : DatabaseReadCmdlet<TablePolicies>
{
    private PolicyQuery _query = new();

    /// <summary>Tables and views: memory_contexts, *log*, auth.*.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Table { get; set; }

    /// <summary>Only tables in these schemas.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Schema { get; set; }

    /// <summary>Roles to add it up for; anon, authenticated and service_role if omitted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Role { get; set; }

    /// <summary>Claims of the token beside the role, such as @{ sub = '…' }, where conditions depend on them.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Claim { get; set; }

    internal override IAsyncEnumerable<TablePolicies> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        PolicyReader.ReadAsync(connection, _query, notices, cancellation);

    private protected override void Begin() => _query = new PolicyQuery
    {
        Table = Wildcard.Parse(nameof(Table), Table),
        Schema = Wildcard.Parse(nameof(Schema), Schema),
        Roles = Role is null ? PolicyReader.DefaultRoles : [.. Role.Distinct(StringComparer.Ordinal)],
        Claims = Claim is null ? [] : PlainValue.Table(Claim),
    };
}
