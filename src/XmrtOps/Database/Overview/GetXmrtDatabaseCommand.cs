using System.Management.Automation;
using System.Runtime.CompilerServices;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Database.Overview;

/// <summary>Says how a database and its server are, with what is wrong (runbook, chapters 1 and 3).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtDatabase")]
[OutputType(typeof(DatabaseOverview))]
public sealed class GetXmrtDatabaseCommand : DatabaseReadCmdlet<DatabaseOverview>
{
    internal override async IAsyncEnumerable<DatabaseOverview> ReadAsync(
        XmrtConnection connection, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await OverviewReader.ReadAsync(connection, notices, cancellation);
    }
}
