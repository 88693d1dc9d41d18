using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Functions;

/// <summary>Lists the most frequent errors of functions and jobs, wherever they are recorded (runbook, "Top Errors").</summary>
[Cmdlet(VerbsCommon.Get, "XmrtTopError", SupportsPaging = true)]
[OutputType(typeof(TopError))]
public sealed class GetXmrtTopErrorCommand : DatabaseReadCmdlet<TopError>
{
    private TopErrorQuery? _query;

    /// <summary>Names of functions.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Function { get; set; }

    /// <summary>From this time on, or that long ago; a day if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument Since { get; set; } = TimeArgument.From("24h");

    /// <summary>Before this time, or that long ago; until now if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Until { get; set; }

    /// <summary>All kinds of errors, not the 20 most frequent.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<TopError> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        TopErrorReader.ReadAsync(connection, _query!, notices, cancellation);

    private protected override void Begin()
    {
        DateTimeOffset now = DateTimeOffset.Now;
        DateTimeOffset from = Since.Instant(now);
        DateTimeOffset until = Until?.Instant(now) ?? now;
        if (from >= until)
        {
            throw Errors.EmptyTimeRange(Since.ToString(), Until?.ToString() ?? "now");
        }

        _query = new TopErrorQuery(from, until, Wildcard.Parse(nameof(Function), Function), PageOf(All));
    }
}
