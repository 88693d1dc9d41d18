using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Functions;

/// <summary>Lists the secrets of the edge functions: names, digests and age, never values (runbook, chapter 6, "check secrets").</summary>
[Cmdlet(VerbsCommon.Get, "XmrtSecret")]
[OutputType(typeof(ProjectSecret))]
public sealed class GetXmrtSecretCommand : PlatformReadCmdlet<ProjectSecret>
{
    private Wildcard? _names;

    /// <summary>Names of secrets.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    internal override IAsyncEnumerable<ProjectSecret> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        ProjectSecretReader.ReadAsync(connection, _names, notices, cancellation);

    private protected override void Begin() => _names = Wildcard.Parse(nameof(Name), Name);
}
