using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Logs;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Authentication;

/// <summary>Groups what was answered 401 and 403 by its cause (runbook, chapter 2).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtAuthFailure", SupportsPaging = true)]
[OutputType(typeof(AuthFailure))]
public sealed class GetXmrtAuthFailureCommand : PlatformReadCmdlet<AuthFailure>
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

    internal override IAsyncEnumerable<AuthFailure> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        AuthFailureReader.ReadAsync(connection, _span, PageOf(All), notices, cancellation);

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
