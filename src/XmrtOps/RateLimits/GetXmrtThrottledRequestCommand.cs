using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Logs;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.RateLimits;

/// <summary>Tells who was answered 429, by whom and by which setting (runbook, chapter 4, "legitimate traffic blocked").</summary>
[Cmdlet(VerbsCommon.Get, "XmrtThrottledRequest", SupportsPaging = true)]
[OutputType(typeof(ThrottledRequest))]
public sealed class GetXmrtThrottledRequestCommand : PlatformReadCmdlet<ThrottledRequest>
{
    private LogSpan _span;

    /// <summary>From this time on, or that long ago; an hour if omitted.</summary>
    [Parameter(Position = 0)]
    [TimeTransformation]
    public TimeArgument Since { get; set; } = TimeArgument.From("1h");

    /// <summary>Before this time, or that long ago; until now if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Until { get; set; }

    /// <summary>All kinds, not the 20 most frequent.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<ThrottledRequest> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        ThrottledRequestReader.ReadAsync(connection, _span, PageOf(All), notices, cancellation);

    private protected override void Begin()
    {
        DateTimeOffset now = DateTimeOffset.Now;
        _span = new LogSpan(Since.Instant(now), Until?.Instant(now) ?? now);
        if (_span.From >= _span.Until)
        {
            throw Errors.EmptyTimeRange(Since.ToString(), Until?.ToString() ?? "now");
        }
    }
}
