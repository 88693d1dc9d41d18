using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Authentication;

/// <summary>Compares the keys, addresses and secrets of frontend, functions and project (runbook, lines 77 and 78).</summary>
[Cmdlet(VerbsData.Compare, "XmrtEnvironment")]
[OutputType(typeof(EnvironmentComparison))]
public sealed class CompareXmrtEnvironmentCommand : PlatformReadCmdlet<EnvironmentComparison>
{
    internal override IAsyncEnumerable<EnvironmentComparison> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        EnvironmentReader.ReadAsync(connection, notices, cancellation);
}
