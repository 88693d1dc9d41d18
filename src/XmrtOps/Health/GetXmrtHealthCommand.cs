using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Frontend;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Health;

/// <summary>Says how a system is at a glance: one check per component, why, and what to do next.</summary>
[Cmdlet(VerbsCommon.Get, "XmrtHealth")]
[OutputType(typeof(HealthCheck))]
public sealed class GetXmrtHealthCommand : DatabaseReadCmdlet<HealthCheck>
{
    private readonly ConcurrentQueue<HealthCheck> _seen = [];
    private bool _isChosen;
    private TimeSpan _timeout;

    /// <summary>What to check; everything if omitted, of the platforms where there is a token for them.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public HealthComponent[] Component { get; set; } = Enum.GetValues<HealthComponent>();

    /// <summary>Longest wait for the frontend, and for each of the database's answers: 100ms to 1m.</summary>
    [Parameter]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeArgument.From(HealthThresholds.Timeout);

    internal override async IAsyncEnumerable<HealthCheck> ReadAsync(
        XmrtConnection connection, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (HealthCheck check in HealthReader.ReadAsync(
            connection,
            _isChosen ? Component : PlatformHealth.DefaultsOf(connection),
            _timeout,
            HttpProbe.Create,
            notices,
            cancellation))
        {
            HealthCheck shown = check with { IsOfSeveral = Connection is { Length: > 1 } };
            _seen.Enqueue(shown);
            yield return shown;
        }
    }

    private protected override void Begin()
    {
        _isChosen = MyInvocation.BoundParameters.ContainsKey(nameof(Component));
        _timeout = Timeout.Duration(nameof(Timeout));
        if (_timeout < HealthThresholds.ShortestTimeout || _timeout > HealthThresholds.LongestTimeout)
        {
            throw Errors.DurationOutOfRange(nameof(Timeout), Timeout.ToString(), "between 100ms and 1m");
        }
    }

    private protected override void End()
    {
        // Advice is for who reads the table; whoever pipes the checks on has Remedy in each of them.
        bool isRead = MyInvocation.PipelinePosition == MyInvocation.PipelineLength;
        string next = isRead ? NextSteps.Of(_seen, Session.OfRunspace.Current?.Name) : "";
        if (next.Length > 0)
        {
            Await((notices, _) =>
            {
                notices.Inform(next);
                return Task.FromResult(true);
            });
        }
    }
}
