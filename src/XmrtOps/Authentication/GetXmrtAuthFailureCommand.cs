using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Authentication;

/// <summary>Groups what was answered 401 and 403 by its cause (runbook, chapter 2).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtAuthFailure", SupportsPaging = true)]
[OutputType(typeof(AuthFailure))]
public sealed class GetXmrtAuthFailureCommand : LogSpanCmdlet<AuthFailure>
{
    internal override IAsyncEnumerable<AuthFailure> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        AuthFailureReader.ReadAsync(connection, Span, PageOf(All), notices, cancellation);
}
