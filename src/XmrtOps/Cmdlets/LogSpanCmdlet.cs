using System.Management.Automation;
using XmrtOps.Faults;
using XmrtOps.Logs;
using XmrtOps.Module;

namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that groups what the platforms' logs have of a time.</summary>
/// <typeparam name="T">The record it emits.</typeparam>
public abstract class LogSpanCmdlet<T> : PlatformReadCmdlet<T>
{
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

    /// <summary>The time that was asked for.</summary>
    private protected LogSpan Span { get; private set; }

    private protected override void Begin()
    {
        DateTimeOffset now = DateTimeOffset.Now;
        Span = new LogSpan(Since.Instant(now), Until?.Instant(now) ?? now);
        if (Span.From >= Span.Until)
        {
            throw Errors.EmptyTimeRange(Since.ToString(), Until?.ToString() ?? "now");
        }
    }
}
