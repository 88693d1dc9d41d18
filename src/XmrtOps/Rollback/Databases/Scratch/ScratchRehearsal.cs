using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.State;

namespace XmrtOps.Rollback.Databases.Scratch;

/// <summary>Plans and carries out a rollback on a scratch copy, by what would do it on the database itself, and takes it back there to see
/// that it leads to where it began.</summary>
/// <param name="target">The database, which is only read.</param>
/// <param name="plan">The plan for the database itself.</param>
/// <param name="postgresBin">Folder of PostgreSQL's programs; null: found.</param>
/// <param name="notices">Told how far it is.</param>
internal sealed class ScratchRehearsal(XmrtConnection target, DatabaseRollbackPlan plan, string? postgresBin, INotices notices)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _startedAt = DateTimeOffset.Now;

    /// <exception cref="XmrtException">Those of <see cref="ScratchDatabase"/>. What fails on the copy is in the record.</exception>
    public async Task<RollbackRehearsal> RunAsync(CancellationToken cancellation)
    {
        using ScratchFolder folder = ScratchFolder.New();
        await using ScratchDatabase scratch = await ScratchDatabase.MakeAsync(
            target, [.. plan.Migrations.SelectMany(ConcernedTables.Of).Distinct()], postgresBin, folder.Path, notices, cancellation);
        string migrations = Path.Combine(folder.Path, "migrations");
        Directory.CreateDirectory(migrations);
        DatabaseRollbackRequest here = new(
            [.. plan.Migrations.Select(undo => undo.Version)],
            Last: null,
            plan.As,
            plan.Folder is { } files ? files with { Path = migrations } : null);
        RollbackRehearsal result = Of(scratch.Copy);
        try
        {
            DatabaseRollbackPlan tried = (DatabaseRollbackPlan)await RollbackPlanner.PlanAsync(scratch.Connection, here, notices, cancellation) with
            {
                AllowExposure = true, KeepIn = Path.Combine(folder.Path, "kept"),
            };
            RollbackCheck[] checks =
            [
                ScratchChecks.OfCopy(plan, tried, scratch.Copy), .. ScratchChecks.OfRows(scratch.Copy), ScratchChecks.OfStatements(plan, tried),
            ];
            result = result with { Checks = checks };
            RollbackResult done = await ExecuteAsync(scratch.Connection, tried, cancellation);
            result = result with
            {
                Versions = VersionsOf(done, tried),
                Checks = [.. checks, .. done.Checks],
            };
            return done.Outcome == RollbackOutcome.Done
                ? Ended(result with { Checks = [.. result.Checks, await BackAsync(scratch.Connection, done, folder.Path, cancellation)] })
                : Ended(result);
        }
        catch (XmrtException fault)
        {
            return Ended(result with { Versions = FailedAtFirst(fault) });
        }
    }

    private RollbackRehearsal Of(ScratchCopy copy) => new()
    {
        Connection = plan.Connection,
        Name = plan.Name,
        Place = RehearsalPlace.Scratch,
        From = plan.From,
        To = plan.To,
        Refusals = plan.Refusals,
        CopiedRows = copy.Rows,
        CopyDurationSeconds = copy.DurationSeconds,
        DurationSeconds = 0,
        StartedAt = _startedAt,
    };

    private RollbackRehearsal Ended(RollbackRehearsal result) =>
        result with { DurationSeconds = Math.Round(Stopwatch.GetElapsedTime(_started).TotalSeconds, 1) };

    private Task<RollbackResult> ExecuteAsync(XmrtConnection scratch, RollbackPlan tried, CancellationToken cancellation) =>
        RollbackRun.RunAsync(
            scratch,
            tried,
            Journal.None,
            new JournalIntentDetails { Command = notices.Command, Summary = "tried on a scratch copy" },
            notices,
            cancellation);

    /// <summary>Whether what was undone, done again, is what was there before: nothing else was touched by undoing it.</summary>
    private async Task<RollbackCheck> BackAsync(
        XmrtConnection scratch, RollbackResult done, string folder, CancellationToken cancellation)
    {
        const string name = "Done again";
        try
        {
            DatabaseRollbackPlan back = (DatabaseRollbackPlan)await RollbackPlanner.UndoAsync(scratch, done.Record!, notices, cancellation) with
            {
                KeepIn = Path.Combine(folder, "back"),
            };
            if (back.Refusals is [{ } refusal, ..])
            {
                return new RollbackCheck { Name = name, Reason = refusal.Reason };
            }

            RollbackResult result = await ExecuteAsync(scratch, back, cancellation);
            return result.Checks.FirstOrDefault(check => check.Name == "Schema before") is { } check
                ? check with { Name = name }
                : new RollbackCheck { Name = name, Reason = result.Reason };
        }
        catch (XmrtException fault)
        {
            return new RollbackCheck { Name = name, Reason = fault.Message };
        }
    }

    private static VersionRehearsal[] VersionsOf(RollbackResult done, DatabaseRollbackPlan tried)
    {
        IReadOnlyList<UndoneVersion> kept = RollbackManifest.Read(tried.KeepIn).Versions;
        return
        [
            .. done.Steps.Select((step, at) => new VersionRehearsal
            {
                Version = step.Subject,
                State = step.State,
                DurationMs = step.DurationMs,
                Differences = step.State == RollbackStepState.Done ? kept[at].Differences : [],
                AccessChanges = step.State == RollbackStepState.Done ? kept[at].AccessChanges : [],
                Reason = step.State == RollbackStepState.Done ? "" : step.Reason,
            }),
        ];
    }

    private VersionRehearsal[] FailedAtFirst(XmrtException fault) =>
    [
        .. plan.Migrations.Select((undo, at) => new VersionRehearsal
        {
            Version = undo.ToString(),
            State = at == 0 ? RollbackStepState.Failed : RollbackStepState.NotRun,
            Reason = at == 0 ? fault.Message : "",
        }),
    ];
}
