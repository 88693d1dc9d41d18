using System.Globalization;
using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database;

/// <summary>Lists the statements that cost the database most time, worst first (runbook, chapter 3).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtSlowQuery", SupportsPaging = true)]
[OutputType(typeof(SlowQuery))]
public sealed class GetXmrtSlowQueryCommand : DatabaseReadCmdlet<SlowQuery>
{
    private SlowQueryFilter _filter = new();

    /// <summary>What the worst is the worst by.</summary>
    [Parameter(Position = 0)]
    public SlowQueryOrder OrderBy { get; set; } = SlowQueryOrder.MeanTime;

    /// <summary>Only the statements of these identifiers, as QueryId of a record has them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(QueryIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? QueryId { get; set; }

    /// <summary>Leaves out statements whose average call is faster, in milliseconds.</summary>
    [Parameter]
    [ValidateRange(0d, double.MaxValue)]
    public double MinimumMeanMs { get; set; }

    /// <summary>Leaves out statements that were called less often.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long MinimumCalls { get; set; }

    /// <summary>Only statements of these roles.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Role { get; set; }

    /// <summary>Only statements whose text matches, such as *webhook_logs*.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Text { get; set; }

    /// <summary>Lists all, not the 20 worst.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<SlowQuery> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        SlowQueryReader.ReadAsync(connection, _filter, PageOf(All || QueryId is not null), notices, cancellation);

    private protected override void Begin() => _filter = new SlowQueryFilter
    {
        OrderBy = OrderBy,
        MinimumMeanMs = MinimumMeanMs,
        MinimumCalls = MinimumCalls,
        Role = Wildcard.Parse(nameof(Role), Role),
        Text = Wildcard.Parse(nameof(Text), Text),
        QueryId = QueryId?.Select(ParseId).ToList(),
    };

    private static long ParseId(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id)
            ? id
            : throw Errors.InvalidQueryId(text);
}
