using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Conversations;

/// <summary>Counts active sessions and users hour by hour, also in hours without any (runbook, "Active Users").</summary>
[Cmdlet(VerbsCommon.Get, "XmrtActiveUser")]
[OutputType(typeof(ActiveUser))]
public sealed class GetXmrtActiveUserCommand : DatabaseReadCmdlet<ActiveUser>
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    private List<Hour> _hours = [];

    /// <summary>The hour that this time is in is the first; a day ago if omitted.</summary>
    [Parameter(Position = 0)]
    [TimeTransformation]
    public TimeArgument Since { get; set; } = TimeArgument.From("24h");

    /// <summary>Counts up to this time; now if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Until { get; set; }

    /// <summary>The time zone whose hours are meant, such as Europe/Berlin or UTC; this machine's if omitted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    internal override IAsyncEnumerable<ActiveUser> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        ActiveUserReader.ReadAsync(connection, _hours, notices, cancellation);

    private protected override void Begin()
    {
        DateTimeOffset now = DateTimeOffset.Now;
        DateTimeOffset since = Since.Instant(now);
        DateTimeOffset until = Until?.Instant(now) ?? now;
        if (since >= until || until - since > s_longest || until - now > s_longest)
        {
            throw Errors.HoursOutOfRange(since, until);
        }

        _hours = Hours.Between(since, until, Zone());
    }

    private TimeZoneInfo Zone() =>
        TimeZone is null ? TimeZoneInfo.Local
        : TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out TimeZoneInfo? zone) ? zone
        : throw Errors.UnknownTimeZone(TimeZone);
}
