using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.RateLimits;

/// <summary>Lists who asked most, per identifier, endpoint and window (runbook, chapter 4).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtRateLimit", SupportsPaging = true, DefaultParameterSetName = "Counter")]
[OutputType(typeof(RateLimit))]
[OutputType(typeof(RateLimitRow))]
[OutputType(typeof(RateLimitTrend))]
[OutputType(typeof(RateLimitGrowth))]
public sealed class GetXmrtRateLimitCommand : DatabaseReadCmdlet<object>
{
    private RateLimitQuery _query = new();

    /// <summary>Who asked.</summary>
    [Parameter(Position = 0, ParameterSetName = "Counter")]
    [Parameter(Position = 0, ParameterSetName = "Trend")]
    [Parameter(Position = 0, ParameterSetName = "Raw")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Identifier { get; set; }

    /// <summary>What was asked for.</summary>
    [Parameter(Position = 1, ParameterSetName = "Counter")]
    [Parameter(Position = 1, ParameterSetName = "Trend")]
    [Parameter(Position = 1, ParameterSetName = "Raw")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Endpoint { get; set; }

    /// <summary>Windows that start at or after this time, or that long ago; an hour if omitted.</summary>
    [Parameter(ParameterSetName = "Counter")]
    [Parameter(ParameterSetName = "Trend")]
    [Parameter(ParameterSetName = "Raw")]
    [TimeTransformation]
    public TimeArgument Since { get; set; } = TimeArgument.From("1h");

    /// <summary>Windows that start before this time, or that long ago.</summary>
    [Parameter(ParameterSetName = "Counter")]
    [Parameter(ParameterSetName = "Trend")]
    [Parameter(ParameterSetName = "Raw")]
    [TimeTransformation]
    public TimeArgument? Until { get; set; }

    /// <summary>Length of a window, in whole seconds; a minute if omitted, as the application counts.</summary>
    [Parameter(ParameterSetName = "Counter")]
    [Parameter(ParameterSetName = "Trend")]
    [Parameter(ParameterSetName = "Raw")]
    [TimeTransformation]
    public TimeArgument Window { get; set; } = TimeArgument.From("1m");

    /// <summary>Leaves out windows with fewer requests.</summary>
    [Parameter(ParameterSetName = "Counter")]
    [Parameter(ParameterSetName = "Trend")]
    [Parameter(ParameterSetName = "Raw")]
    [ValidateRange(0L, long.MaxValue)]
    public long MinimumCount { get; set; }

    /// <summary>Streams the rows of the table instead of summing them up.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Raw")]
    public SwitchParameter Raw { get; set; }

    /// <summary>Sums up by identifier, by endpoint, or over time, with the busiest minute of each.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Trend")]
    public RateLimitGroup GroupBy { get; set; }

    /// <summary>Tells how large the table is that nothing purges, how fast it grows, and what to do about it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Growth")]
    public SwitchParameter Growth { get; set; }

    /// <summary>Lists all windows, not the 20 busiest.</summary>
    [Parameter(ParameterSetName = "Counter")]
    [Parameter(ParameterSetName = "Trend")]
    [Parameter(ParameterSetName = "Raw")]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<object> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) => ParameterSetName switch
        {
            "Raw" when Raw => RateLimitReader.StreamAsync(connection, _query, PageOf(All), notices, cancellation),
            "Trend" => RateLimitTrendReader.ReadAsync(connection, _query, GroupBy, PageOf(All), notices, cancellation),
            "Growth" when Growth => RateLimitGrowthReader.ReadAsync(connection, notices, cancellation),
            _ => RateLimitReader.ReadAsync(connection, _query, PageOf(All), notices, cancellation),
        };

    private protected override void Begin()
    {
        DateTimeOffset now = DateTimeOffset.Now;
        TimeSpan window = Window.Duration(nameof(Window));
        if (window.Ticks % TimeSpan.TicksPerSecond != 0 || window > TimeSpan.FromDays(366))
        {
            throw Errors.DurationOutOfRange(nameof(Window), Window.ToString(), "whole seconds, a year at most");
        }

        _query = new RateLimitQuery
        {
            Since = Since.Instant(now),
            Until = Until?.Instant(now),
            Window = window,
            Identifier = Wildcard.Parse(nameof(Identifier), Identifier),
            Endpoint = Wildcard.Parse(nameof(Endpoint), Endpoint),
            MinimumRequests = MinimumCount,
        };
    }
}
