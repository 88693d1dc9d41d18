using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Rollback;

/// <summary>Takes a rollback back: one from the pipe, one of the journal, or the last one of the connection.</summary>
[Cmdlet(
    VerbsCommon.Undo, "XmrtRollback", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Last")]
[OutputType(typeof(RollbackResult), typeof(RollbackPlan))]
public sealed class UndoXmrtRollbackCommand : RollbackCmdlet
{
    /// <summary>What Invoke-XmrtRollback returned.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Result")]
    [ValidateNotNull]
    public RollbackResult? Result { get; set; }

    /// <summary>The rollback's entry in the journal; records of Get-XmrtJournal have it.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Journal")]
    [Alias("Id")]
    public Guid JournalId { get; set; }

    private protected override void Process()
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            Guarded(connection, () => Undo(connection));
        }
    }

    private void Undo(XmrtConnection connection)
    {
        RollbackPlan plan = Await(async (notices, cancellation) =>
        {
            JournaledRollback done = await FindAsync(connection, notices, cancellation) ?? throw Errors.NoRollback(connection.Name);
            return done.IsUndone
                ? throw Errors.RollbackUndone(done.Id?.ToString() ?? done.Name)
                : await RollbackPlanner.UndoAsync(connection, done, notices, cancellation);
        });
        Execute(connection, plan);
    }

    private async Task<JournaledRollback?> FindAsync(XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        IReadOnlyList<JournaledRollback> known = await JournaledRollbacks.ReadAsync(notices, cancellation);
        if (ParameterSetName != "Last")
        {
            Guid? id = Result is null ? JournalId : Result.JournalId;
            JournaledRollback? named = known.FirstOrDefault(one => one.Id == id) ?? Result?.Record;
            return named is null || named.SystemId == await RollbackPlanner.SystemIdAsync(connection, named.Target, notices, cancellation)
                ? named
                : throw Errors.RollbackPlanOfAnother(named.Connection, connection.Name);
        }

        Dictionary<RollbackTarget, string?> systems = [];
        foreach (JournaledRollback one in known.Where(one => one is { IsUndone: false, HasChanged: true }))
        {
            if (!systems.TryGetValue(one.Target, out string? system))
            {
                system = await RollbackPlanner.SystemIdAsync(connection, one.Target, notices, cancellation);
                systems.Add(one.Target, system);
            }

            if (one.SystemId == system)
            {
                return one;
            }
        }

        return null;
    }
}
