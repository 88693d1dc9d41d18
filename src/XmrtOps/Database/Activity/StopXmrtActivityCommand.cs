using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Database.Locks;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Database.Activity;

/// <summary>Cancels a statement or ends a session, if it is still the one that was shown.</summary>
[Cmdlet(
    VerbsLifecycle.Stop,
    "XmrtActivity",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = "Input")]
[OutputType(typeof(ActivityStop))]
public sealed class StopXmrtActivityCommand : DatabaseChangeCmdlet
{
    private static readonly TimeSpan s_shortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromMinutes(1);

    // A tree of locks names its root in each of its records.
    private readonly HashSet<(string? Connection, int? ProcessId, string? Name)> _seen = [];
    private TimeSpan _timeout;

    /// <summary>Sessions as Get-XmrtActivity shows them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Input")]
    public BackendActivity[] InputObject { get; set; } = [];

    /// <summary>Waits as Get-XmrtLock shows them: the root of their tree is stopped, and not who waits.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Lock")]
    public LockWait[] LockWait { get; set; } = [];

    /// <summary>Processes of the server.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ProcessId")]
    [ValidateNotNullOrEmpty]
    public int[] ProcessId { get; set; } = [];

    /// <summary>Ends the session and rolls its transaction back, instead of cancelling the statement.</summary>
    [Parameter]
    public SwitchParameter Terminate { get; set; }

    /// <summary>Also superusers' sessions, replication, an autovacuum that prevents wraparound, and other processes of the
    /// server.</summary>
    [Parameter]
    public SwitchParameter IncludeSystemBackend { get; set; }

    /// <summary>Longest wait for each to stop: 100ms to 1m.</summary>
    [Parameter]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeArgument.From("5s");

    private StopAction Action => Terminate ? StopAction.Terminate : StopAction.Cancel;

    private protected override void Begin()
    {
        _timeout = Timeout.Duration(nameof(Timeout));
        if (_timeout < s_shortestTimeout || _timeout > s_longestTimeout)
        {
            throw Errors.DurationOutOfRange(nameof(Timeout), Timeout.ToString(), "between 100ms and 1m");
        }
    }

    private protected override void Process()
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            foreach (int processId in ProcessId)
            {
                Guarded(connection, () => Stop(connection, shown: null, processId));
            }

            foreach (BackendActivity shown in InputObject.Concat(LockWait.Select(wait => wait.Root)))
            {
                if (_seen.Add((connection.Name, shown.ProcessId, shown.Name)))
                {
                    Guarded(connection, () => Stop(connection, shown, shown.ProcessId));
                }
            }
        }
    }

    private void Stop(XmrtConnection connection, BackendActivity? shown, int? processId)
    {
        ActivitySnapshot snapshot = Await((notices, cancellation) =>
            ActivityReader.SnapshotAsync(connection, role: null, database: null, notices, cancellation));
        BackendActivity? now = processId is { } pid ? snapshot.Find(pid) : null;
        if (now is null && shown is null)
        {
            throw snapshot.AnsweredBy == processId
                ? Errors.OwnBackend(connection.Target, processId!.Value)
                : Errors.BackendNotFound(connection.Target, [processId!.Value]);
        }

        BackendActivity meant = shown ?? now!;
        if (StopRules.Check(meant, now, Action, IncludeSystemBackend, connection.Target, connection.Role) is { } settled)
        {
            WriteObject(settled);
        }
        else if (Confirmed(connection, StopWords.Question(now!, Action)))
        {
            WriteObject(Journaled(
                connection,
                StopWords.Summary(now!, Action),
                async (journalId, notices, cancellation) =>
                    await BackendStopper.StopAsync(connection, now!, Action, _timeout, notices, cancellation) with
                    {
                        JournalId = journalId,
                    },
                stop => stop.Reason.Length == 0 ? stop.Outcome.ToString() : $"{stop.Outcome}: {stop.Reason}"));
        }
    }
}
