using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Health;

/// <summary>Counts what the runbook's overall stats count, one record per connection.</summary>
[Cmdlet(VerbsCommon.Get, "XmrtSystemStat")]
[OutputType(typeof(SystemStat))]
public sealed class GetXmrtSystemStatCommand : DatabaseReadCmdlet<SystemStat>
{
    internal override IAsyncEnumerable<SystemStat> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        SystemStatReader.ReadAsync(connection, notices, cancellation);
}
