using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Notices;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback.Databases;

/// <summary>Undoes migrations, the newest first, or does them again, the oldest first: each in a transaction of its own.</summary>
internal sealed class DatabaseRollbackExecutor(XmrtConnection connection, DatabaseRollbackPlan plan, INotices notices)
    : RollbackExecutor(connection, plan, notices)
{
    /// <summary>Key of the journal's entry: where the manifest is.</summary>
    public const string FolderKey = "RollbackFolder";

    private readonly string _folder = plan.KeepIn ?? RollbackManifest.NewFolder(DateTimeOffset.Now);
    private readonly List<UndoneVersion> _done = [];
    private readonly List<RollbackStepResult> _steps = [];

    public override IReadOnlyDictionary<string, string?> Journaled =>
        new Dictionary<string, string?>(StringComparer.Ordinal) { [FolderKey] = _folder };

    public override Task<IReadOnlyDictionary<string, string?>> StateAsync(CancellationToken cancellation) =>
        DatabaseRollbackPlanner.StateAsync(Connection, Notices, cancellation);

    public override async Task<RollbackResult> RunAsync(RollbackJournal journal, CancellationToken cancellation)
    {
        foreach (string unnamed in plan.Manifest?.Versions.Select(version => version.RevertPath).OfType<string>() ?? [])
        {
            RevertFile.Recover(unnamed);
        }

        Write();
        string history = plan.State["history"]!;
        string schema = plan.SchemaHash;
        List<string> versions = [.. plan.HistoryVersions];
        for (int at = 0; at < plan.Migrations.Count; at++)
        {
            RollbackStep step = plan.Steps[at];
            VersionRun run = new(Connection, plan, at, _folder, Write, Notices);
            long started = Stopwatch.GetTimestamp();
            try
            {
                (string historyBefore, string schemaBefore) = (history, schema);
                UndoneVersion done = await journal.StepAsync(
                    step,
                    new Dictionary<string, string?>(StringComparer.Ordinal),
                    () => run.RunAsync(versions, historyBefore, schemaBefore, cancellation),
                    _ => (RollbackStepState.Done, step.Action),
                    plan.IsUndo ? null : $"{JournaledRollbacks.Undo} -Connection {CommandText.Argument(Connection.Name)}",
                    cancellation);
                (history, schema) = (done.HistoryAfter, done.SchemaAfter);
                _done.Add(done);
                _steps.Add(Of(step, RollbackStepState.Done, run.Account) with
                {
                    Before = done.SchemaBefore,
                    After = done.SchemaAfter,
                    DurationMs = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1),
                });
                Write();
            }
            catch (XmrtException fault) when (_done.Count > 0 || fault.ErrorId == "OutcomeUnknown")
            {
                return Stopped(at, fault);
            }
        }

        return await FinishedAsync(history, schema, cancellation);
    }

    private RollbackResult Stopped(int at, XmrtException fault)
    {
        bool isUnknown = fault.ErrorId == "OutcomeUnknown";
        _steps.Add(Of(plan.Steps[at], isUnknown ? RollbackStepState.Unknown : RollbackStepState.Failed, fault.Message));
        _steps.AddRange(plan.Steps.Skip(at + 1).Select(step => Of(step, RollbackStepState.NotRun)));
        return Result(isUnknown ? RollbackOutcome.Unknown : RollbackOutcome.Partial) with
        {
            Steps = _steps,
            Reason = $"{plan.Steps[at].Subject}: {fault.Message}",
            Remedy = isUnknown ? "Get-XmrtMigration -First 5 shows which versions the history has now." : fault.Remedy,
        };
    }

    private async Task<RollbackResult> FinishedAsync(string history, string schema, CancellationToken cancellation)
    {
        List<RollbackCheck> checks = [];
        try
        {
            IReadOnlyDictionary<string, string?> now = await StateAsync(cancellation);
            checks.Add(Check("History", now["history"] == history, now["history"]!, $"it was to be {history}, and is {now["history"]}"));
            checks.Add(Check("Schema", now["schema"] == schema, "as the last transaction left it", "it has changed since the last transaction"));
        }
        catch (XmrtException fault)
        {
            checks.Add(new RollbackCheck { Name = "State", Reason = fault.Message });
        }

        if (plan is { IsUndo: true, Manifest: { } manifest })
        {
            string wanted = manifest.Versions[0].SchemaBefore;
            checks.Add(Check(
                "Schema before", schema == wanted, "it is what it was before the rollback", "it is not what it was before the rollback"));
        }

        return Result(RollbackOutcome.Done) with
        {
            Steps = _steps,
            Checks = checks,
            IsVerified = checks.Any(check => check.Passed == false) ? false : checks.All(check => check.Passed == true) ? true : null,
            Reason = string.Join(". ", _steps.Select(step => step.Reason).Where(reason => reason.Length > 0)),
            Remedy = Next(),
        };
    }

    /// <summary>What would apply it again, or has to be committed.</summary>
    private string? Next()
    {
        string[] written = [.. _done.Select(done => done.RevertPath).OfType<string>()];
        if (written.Length > 0)
        {
            return $"git add {string.Join(' ', written.Select(CommandText.Argument))}: commit it, so that other machines know it too.";
        }

        string[] kept = [.. plan.Migrations.Select(undo => undo.Migration?.Path).OfType<string>().Where(File.Exists)];
        return plan.IsUndo || kept.Length == 0
            ? null
            : $"The next push applies {string.Join(", ", kept.Select(Path.GetFileName))} again: Remove-Item {string.Join(", ", kept.Select(CommandText.Argument))}";
    }

    private static RollbackCheck Check(string name, bool passed, string good, string bad) =>
        new() { Name = name, Passed = passed, Reason = passed ? good : bad };

    /// <param name="coming">What is going to be committed next.</param>
    private void Write(UndoneVersion coming) => Write([.. _done, coming]);

    private void Write() => Write(_done);

    private void Write(IReadOnlyList<UndoneVersion> versions) => new RollbackManifest
    {
        Connection = Connection.Name,
        Target = Connection.Target,
        As = plan.As,
        MadeAt = plan.CreatedAt,
        ModuleVersion = typeof(RollbackManifest).Assembly.GetName().Version!.ToString(3),
        MigrationFolder = plan.Folder?.Path,
        Versions = versions,
    }.Write(_folder);
}
