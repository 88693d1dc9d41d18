using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.RateLimits;

/// <summary>Tells who was answered 429, by whom and by which setting (runbook, chapter 4, "legitimate traffic blocked").</summary>
[Cmdlet(VerbsCommon.Get, "XmrtThrottledRequest", SupportsPaging = true)]
[OutputType(typeof(ThrottledRequest))]
public sealed class GetXmrtThrottledRequestCommand : LogSpanCmdlet<ThrottledRequest>
{
    internal override IAsyncEnumerable<ThrottledRequest> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        ThrottledRequestReader.ReadAsync(connection, Span, PageOf(All), notices, cancellation);
}
