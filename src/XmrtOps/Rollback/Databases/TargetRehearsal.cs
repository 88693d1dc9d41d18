using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Rollback.Databases;

/// <summary>Undoes one version on the database itself, in a transaction that is rolled back.</summary>
/// <param name="connection">The database.</param>
/// <param name="plan">A plan of one version.</param>
/// <param name="notices">Told what happens.</param>
internal sealed class TargetRehearsal(XmrtConnection connection, DatabaseRollbackPlan plan, INotices notices)
{
    /// <summary>Longest time from its first statement to its end: so long others may wait for its locks.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="XmrtException">DryRunOneVersion.</exception>
    public static void Check(DatabaseRollbackPlan plan)
    {
        if (plan.Migrations.Count != 1)
        {
            throw Errors.DryRunOneVersion([.. plan.Migrations.Select(undo => undo.Version)]);
        }
    }

    /// <summary>What stays of it although it is rolled back.</summary>
    public Task<IReadOnlyList<string>> SurvivesAsync(CancellationToken cancellation) => connection.Database.ReadAsync(
        Limits.Read,
        notices,
        transaction => SideEffects.ReadAsync(transaction, ConcernedTables.Of(plan.Migrations[0]), cancellation),
        cancellation);

    /// <exception cref="XmrtException">TablesInUse, DryRunDeadlinePassed, LockTimedOut, MigrationHistoryMoved, SchemaMoved, ChangedByHand, and
    /// those of running SQL: the database is as it was then too.</exception>
    public async Task<RollbackRehearsal> RunAsync(
        IReadOnlyList<string> survives, Guid? journalId, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        DateTimeOffset startedAt = DateTimeOffset.Now;
        using ScratchFolder folder = ScratchFolder.New();
        DatabaseRollbackPlan tried = plan with
        {
            AllowExposure = true,
            // The file that would be written belongs to nobody's project.
            Folder = plan.Folder is { } files ? files with { Path = folder.Path } : null,
        };
        VersionOutcome outcome = await new VersionRun(connection, tried, 0, folder.Path, static _ => { }, notices)
            .RehearseAsync(Deadline, cancellation);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        IReadOnlyDictionary<string, string?> now = await DatabaseRollbackPlanner.StateAsync(connection, notices, cancellation);
        bool isSame = RollbackState.Hash(now) == plan.StateHash;
        return new RollbackRehearsal
        {
            Connection = plan.Connection,
            Name = plan.Name,
            Place = RehearsalPlace.Target,
            From = plan.From,
            To = plan.To,
            Versions =
            [
                new VersionRehearsal
                {
                    Version = plan.Migrations[0].ToString(),
                    State = RollbackStepState.Done,
                    DurationMs = Math.Round(seconds * 1000, 1),
                    Differences = [.. outcome.Differences.Select(difference => difference.ToString())],
                    AccessChanges = [.. outcome.AccessChanges.Select(change => change.ToString())],
                },
            ],
            Checks =
            [
                new RollbackCheck
                {
                    Name = "Taken back",
                    Passed = isSame,
                    Reason = isSame ? "history and schema are what they were" : RollbackState.Difference(plan.State, now),
                },
            ],
            Refusals = plan.Refusals,
            Survives = survives,
            DurationSeconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1),
            StartedAt = startedAt,
            JournalId = journalId,
        };
    }
}
