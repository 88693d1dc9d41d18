using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Functions.Publishing;
using XmrtOps.Functions.Saved;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>Deploys one function after the other by what Publish-XmrtFunction deploys by, and keeps what was there.</summary>
internal sealed class FunctionRollbackExecutor(XmrtConnection connection, FunctionRollbackPlan plan, INotices notices)
    : RollbackExecutor(connection, plan, notices)
{
    /// <summary>Key of a step in the journal: where the version that it replaced is kept.</summary>
    public const string KeptKey = "FunctionKept";

    /// <summary>Key of a step in the journal: digest of the files that it deployed.</summary>
    public const string ContentKey = "FunctionContent";

    /// <summary>Key of a step in the journal: the version before.</summary>
    public const string BeforeKey = "FunctionVersion";

    public override async Task<IReadOnlyDictionary<string, string?>> StateAsync(CancellationToken cancellation)
    {
        FunctionPublisher publisher = new(Connection, Notices, cancellation);
        List<(string, SupabaseFunction?)> functions = [];
        foreach (FunctionRollback function in plan.Functions)
        {
            functions.Add((function.Name, await publisher.FindAsync(function.Name)));
        }

        return FunctionRollbackPlanner.StateOf(functions);
    }

    public override async Task<RollbackResult> RunAsync(RollbackJournal journal, CancellationToken cancellation)
    {
        List<RollbackStepResult> steps = [];
        List<RollbackCheck> checks = [];
        XmrtException? fault = null;
        foreach ((FunctionRollback function, RollbackStep step) in plan.Functions.Zip(plan.Steps))
        {
            if (fault is not null || function.IsSettled)
            {
                steps.Add(Of(step, function.IsSettled ? RollbackStepState.NotNeeded : RollbackStepState.NotRun) with
                {
                    Before = Text(function.CurrentVersion), After = Text(function.CurrentVersion),
                });
                continue;
            }

            try
            {
                PublishedFunction published = await DeployAsync(function, step, journal, cancellation);
                steps.Add(Of(step, RollbackStepState.Done, published.Reason) with
                {
                    Before = Text(function.CurrentVersion), After = Text(published.Version),
                });
                checks.Add(new RollbackCheck { Name = function.Name, Passed = published.IsVerified, Reason = published.Reason });
            }
            catch (XmrtException broken) when (steps.Any(done => done.State == RollbackStepState.Done))
            {
                fault = broken;
                bool isUnknown = broken.ErrorId == "OutcomeUnknown";
                steps.Add(Of(step, isUnknown ? RollbackStepState.Unknown : RollbackStepState.Failed, broken.Message) with
                {
                    Before = Text(function.CurrentVersion), After = isUnknown ? null : Text(function.CurrentVersion),
                });
            }
        }

        return fault is null ? Ended(steps, checks) : Partial(steps, checks, journal.Id);
    }

    private static string? Text(int? version) => version?.ToString(CultureInfo.InvariantCulture);

    private RollbackResult Ended(List<RollbackStepResult> steps, List<RollbackCheck> checks) => Result(RollbackOutcome.Done) with
    {
        Steps = steps,
        Checks = checks,
        IsVerified = checks.Any(check => check.Passed == false) ? false : checks.All(check => check.Passed == true) ? true : null,
        Reason = string.Join("; ", steps.Where(step => step.State == RollbackStepState.Done)
            .Select(step => $"{step.Subject} is on version {step.After} now, {Content(step)}: {step.Reason}")),
        Remedy = checks.FirstOrDefault(check => check.Passed != true) is { } check
            ? $"Get-XmrtFunction {check.Name} -Probe; Get-XmrtLog Function {check.Name} -Since 10m"
            : null,
    };

    /// <summary>Its number is new, and what is in it is not.</summary>
    private string Content(RollbackStepResult step)
    {
        FunctionRollback function = plan.Functions.First(one => one.Name == step.Subject);
        return function.Version is { } version
            ? string.Create(CultureInfo.InvariantCulture, $"with what was version {version}")
            : $"with the source of {function.Commit?[..12] ?? "another"}";
    }

    private RollbackResult Partial(List<RollbackStepResult> steps, List<RollbackCheck> checks, Guid? id)
    {
        string left = string.Join(", ", steps
            .Where(step => step.State is RollbackStepState.Failed or RollbackStepState.Unknown or RollbackStepState.NotRun)
            .Select(step => step.Subject));
        string on = $"-Connection {CommandText.Argument(Connection.Name)}";
        string back = id is null ? $"{JournaledRollbacks.Undo}, with this result from the pipe" : $"{JournaledRollbacks.Undo} -JournalId {id} {on}";
        return Result(RollbackOutcome.Partial) with
        {
            Steps = steps,
            Checks = checks,
            Reason = string.Join("; ", steps.Select(step => step.State switch
            {
                RollbackStepState.Done => $"{step.Subject} is on version {step.After} now",
                RollbackStepState.NotNeeded => $"{step.Subject} was so already",
                RollbackStepState.NotRun => $"{step.Subject} is on version {step.Before ?? "none"} still",
                RollbackStepState.Failed => $"{step.Subject} is on version {step.Before ?? "none"} still, since it failed: {step.Reason.TrimEnd('.')}",
                _ => $"of {step.Subject} it is not known: {step.Reason.TrimEnd('.')}",
            })),
            Remedy = plan.IsUndo
                ? $"{JournaledRollbacks.Undo} {on} goes on with {left}"
                : $"{back} brings the others back; {JournaledRollbacks.Do} -Function {left} {on} goes on",
        };
    }

    private async Task<PublishedFunction> DeployAsync(
        FunctionRollback function, RollbackStep step, RollbackJournal journal, CancellationToken cancellation)
    {
        FunctionPublisher publisher = new(Connection, Notices, cancellation);
        SavedFunction? kept = function.Before is null || plan.WithoutSave ? null : await publisher.SaveAsync(function.Before);
        // Before it is replaced, so that it is remembered also if this process ends in the middle.
        bool isMarked = kept is not null && !plan.IsUndo && await MarkAsync(kept.SavedPath, function, version: null, cancellation);
        Dictionary<string, string?> more = new(StringComparer.Ordinal)
        {
            [KeptKey] = kept?.SavedPath,
            [ContentKey] = function.Content,
            [BeforeKey] = Text(function.CurrentVersion),
        };
        try
        {
            PublishedFunction published = await journal.StepAsync(
                step,
                more,
                () => publisher.PublishAsync(function.Package!, function.Before, function.VerifiesJwt),
                done => (RollbackStepState.Done, string.Create(CultureInfo.InvariantCulture, $"version {done.Version}: {done.Reason}")),
                kept is null
                    ? null
                    : $"Publish-XmrtFunction -SavedPath {CommandText.Argument(kept.SavedPath)} -Connection {CommandText.Argument(Connection.Name)}",
                cancellation);
            if (isMarked)
            {
                await MarkAsync(kept!.SavedPath, function, published.Version, CancellationToken.None);
            }

            return published;
        }
        catch (XmrtException refused) when (refused.ErrorId != "OutcomeUnknown")
        {
            if (isMarked)
            {
                ReplacedVersions.Unmark(kept!.SavedPath);
            }

            throw;
        }
    }

    private static async Task<bool> MarkAsync(string path, FunctionRollback function, int? version, CancellationToken cancellation)
    {
        await ReplacedVersions.MarkAsync(
            path,
            new SavedReplacement
            {
                ReplacedAt = DateTimeOffset.UtcNow, UserName = Environment.UserName, Content = function.Content!, Version = version,
            },
            cancellation);
        return true;
    }
}
