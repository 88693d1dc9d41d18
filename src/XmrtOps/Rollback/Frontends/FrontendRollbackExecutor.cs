using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Frontend;
using XmrtOps.Module;
using XmrtOps.Notices;
using XmrtOps.Platforms;
using XmrtOps.Platforms.Vercel;
using XmrtOps.State;

namespace XmrtOps.Rollback.Frontends;

/// <summary>Sends the rollback, or the promotion that takes it back, once; waits for its job; and looks what production is then.</summary>
internal sealed class FrontendRollbackExecutor(XmrtConnection connection, FrontendRollbackPlan plan, INotices notices)
    : RollbackExecutor(connection, plan, notices)
{
    private readonly AliasMove _move = new()
    {
        Type = plan.IsUndo ? AliasMove.Promote : AliasMove.Rollback,
        To = plan.To!,
        ProductionBefore = plan.From,
        JobBefore = plan.JobBefore,
        SentAt = DateTimeOffset.Now,
    };

    private string Noun => _move.Noun;

    public override async Task<IReadOnlyDictionary<string, string?>> StateAsync(CancellationToken cancellation) =>
        FrontendRollbackPlanner.StateOf(await Connection.Vercel.GetAliasJobAsync(Notices, cancellation));

    public override async Task<RollbackResult> RunAsync(RollbackJournal journal, CancellationToken cancellation)
    {
        RollbackResult result = await journal.StepAsync(
            plan.Steps[0],
            new Dictionary<string, string?>(StringComparer.Ordinal),
            () => MoveAsync(cancellation),
            moved => (moved.Steps[0].State, RollbackWords.Outcome(moved)),
            plan.Undo,
            cancellation);
        if (result.Outcome != RollbackOutcome.Done)
        {
            return result;
        }

        (IReadOnlyList<RollbackCheck> checks, string? site) = await new FrontendProof(Connection, Notices).LookAsync(plan.To!, cancellation);
        return result with
        {
            Checks = checks,
            IsVerified = checks.Any(check => check.Passed == false) ? false : checks.All(check => check.Passed == true) ? true : null,
            Reason = string.Join(". ", new[] { result.Reason }.Concat(
                checks.Where(check => check.Passed != true).Select(check => $"{check.Name}: {check.Reason}")).Where(text => text.Length > 0)),
            DurationSeconds = Result(RollbackOutcome.Done).DurationSeconds,
            Remedy = site ?? (plan.IsUndo ? null : $"Once it is mended: {DeploymentPlanner.Promotion(Connection, "<id>")}"),
        };
    }

    private async Task<RollbackResult> MoveAsync(CancellationToken cancellation)
    {
        try
        {
            await LostAnswer.ResolveAsync<object>(
                () => SendAsync(cancellation),
                () => LostOrder.FindMoveAsync(Connection, _move, Notices, cancellation),
                Notices);
        }
        catch (XmrtException conflict) when (conflict.ErrorId == "PlatformConflict")
        {
            // Somebody else was quicker, or something else is under way; only the first is what was wanted.
            VercelProject project = await Connection.Vercel.GetAliasJobAsync(Notices, cancellation);
            if (project.Targets?.Production?.Id != plan.To)
            {
                throw EarlierRollback.UnderWay(project, DateTimeOffset.Now) ?? conflict;
            }

            return Ended(RollbackOutcome.NothingToDo, "somebody else has done it meanwhile", plan.To);
        }
        catch (XmrtException refused) when (refused.ErrorId == "PlanLacksFeature" && !plan.IsUndo)
        {
            throw Errors.RollbackPlanLimit(plan.To!, DeploymentPlanner.Promotion(Connection, plan.To!));
        }
        catch (XmrtException refused) when (refused.Platform?.StatusCode == 422)
        {
            throw Errors.NotARollbackCandidate(plan.To!, $"Vercel says: {SecretText.MaskIn(Display.OneLine(refused.Platform.Answer, 200))}");
        }

        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(plan.Timeout);
        try
        {
            return Of(await new AliasMoveWait(Connection, _move, Notices).RunAsync(deadline.Token));
        }
        catch (OperationCanceledException)
        {
            string why = cancellation.IsCancellationRequested
                ? "the waiting was ended"
                : $"not over after {Display.Milliseconds(plan.Timeout.TotalMilliseconds)}";
            return Ended(RollbackOutcome.StillRunning, $"{why}. The {Noun} goes on at Vercel, and is not sent again", null);
        }
        catch (XmrtException lost)
        {
            return Ended(
                RollbackOutcome.Unknown,
                $"Vercel took the {Noun}, and it could not be followed: {lost.Message}", null) with
            {
                Remedy = $"{lost.Remedy} Then look what production is: Get-XmrtDeployment -Target Production -First 3.",
            };
        }
        finally
        {
            Notices.Progress(new ProgressNotice(plan.To!, IsCompleted: true));
        }
    }

    private async Task<object> SendAsync(CancellationToken cancellation)
    {
        if (plan.IsUndo)
        {
            return await Connection.Vercel.PromoteAsync(plan.To!, Notices, cancellation);
        }

        await Connection.Vercel.RollBackAsync(plan.To!, $"from {plan.From} by {Notices.Command}", Notices, cancellation);
        return true;
    }

    private RollbackResult Of(AliasMoveResult moved) => moved.Outcome switch
    {
        AliasMoveOutcome.Moved => Ended(
            RollbackOutcome.Done,
            plan.IsUndo
                ? "later builds go live by themselves again"
                : "automatic assignment of domains is off now: later builds do not go live until one is promoted. The variables are "
                + "those of its build",
            moved.Current),
        AliasMoveOutcome.Skipped => Ended(RollbackOutcome.Skipped, moved.Reason, moved.Current),
        _ => Ended(RollbackOutcome.Failed, moved.Reason, moved.Current) with
        {
            Remedy = "Get-XmrtDeployment -Target Production -First 5",
        },
    };

    private RollbackResult Ended(RollbackOutcome outcome, string reason, string? after) => Result(outcome) with
    {
        Reason = reason,
        Remedy = outcome is RollbackOutcome.StillRunning ? "Get-XmrtDeployment -Target Production -First 3" : null,
        Steps =
        [
            Of(
                plan.Steps[0],
                outcome switch
                {
                    RollbackOutcome.Done => RollbackStepState.Done,
                    RollbackOutcome.NothingToDo => RollbackStepState.NotNeeded,
                    RollbackOutcome.StillRunning or RollbackOutcome.Unknown => RollbackStepState.Unknown,
                    _ => RollbackStepState.Failed,
                },
                reason) with
            { Before = plan.From, After = after },
        ],
    };
}
