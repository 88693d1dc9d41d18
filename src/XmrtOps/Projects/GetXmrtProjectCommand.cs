using System.Management.Automation;
using System.Runtime.CompilerServices;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Projects;

/// <summary>Says how the project is at Supabase and Vercel: status, services, size, limits, load, pins (runbook, chapter 1).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtProject")]
[OutputType(typeof(ProjectOverview))]
public sealed class GetXmrtProjectCommand : PlatformReadCmdlet<ProjectOverview>
{
    private TimeSpan _timeout;

    /// <summary>Longest wait for each answer: 1s to 2m.</summary>
    [Parameter]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeArgument.From(ProjectThresholds.Timeout);

    internal override async IAsyncEnumerable<ProjectOverview> ReadAsync(
        XmrtConnection connection, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await ProjectReader.ReadAsync(connection, _timeout, notices, cancellation);
    }

    private protected override void Begin()
    {
        _timeout = Timeout.Duration(nameof(Timeout));
        if (_timeout < ProjectThresholds.ShortestTimeout || _timeout > ProjectThresholds.LongestTimeout)
        {
            throw Errors.DurationOutOfRange(nameof(Timeout), Timeout.ToString(), "between 1s and 2m");
        }
    }
}
