using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Logs;

/// <summary>Reads a log of the platforms, whatever range and size (runbook, "Log Locations").</summary>
[Cmdlet(VerbsCommon.Get, "XmrtLog", SupportsPaging = true)]
[OutputType(typeof(LogEntry))]
public sealed class GetXmrtLogCommand : PlatformReadCmdlet<object>
{
    private LogRequest? _request;
    private TimeSpan _interval;

    /// <summary>Whose log.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public LogSource Source { get; set; }

    /// <summary>Names of edge functions; of the source Function only.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Slug")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Function { get; set; }

    /// <summary>From this time on, or that long ago; an hour if omitted, a minute with -Follow.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Since { get; set; }

    /// <summary>Before this time, or that long ago; until now if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Until { get; set; }

    /// <summary>Only lines of these levels.</summary>
    [Parameter]
    public LogLevel[]? Level { get; set; }

    /// <summary>Only lines that hold this text, in any case. No wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Text { get; set; }

    /// <summary>Only answers of these statuses, such as 404 or 5xx.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Status { get; set; }

    /// <summary>The oldest lines first, not the newest.</summary>
    [Parameter]
    public SwitchParameter OldestFirst { get; set; }

    /// <summary>Goes on with new lines as they come, oldest first, until Ctrl+C.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>With -Follow: how long to wait between two questions; five seconds if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument Interval { get; set; } = TimeArgument.From("5s");

    /// <summary>All lines, not the first 20.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<object> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        Function is null || Source == LogSource.Function
            ? LogReader.ReadAsync(
                connection, _request! with { Functions = Function }, Follow ? _interval : null, notices, cancellation)
            : throw Errors.FilterNotOfSource(nameof(Function), Source.ToString(), "-Source Function");

    private protected override void Begin()
    {
        DateTimeOffset now = DateTimeOffset.Now;
        _interval = Interval.Duration(nameof(Interval));
        TimeArgument since = Since ?? TimeArgument.From(Follow ? "1m" : "1h");
        DateTimeOffset until = Until?.Instant(now) ?? now;
        if (since.Instant(now) >= until)
        {
            throw Errors.EmptyTimeRange(since.ToString(), Until?.ToString() ?? "now");
        }

        if (Status is not null && Source == LogSource.Database)
        {
            throw Errors.FilterNotOfSource(nameof(Status), nameof(LogSource.Database), "another -Source");
        }

        _request = new LogRequest
        {
            Source = Source,
            Since = since,
            Until = Until,
            Levels = Level,
            Text = Text,
            Statuses = Status is null ? null : [.. Status.Select(StatusRange.Parse)],
            OldestFirst = OldestFirst,
            Page = PageOf(All),
        };
    }
}
