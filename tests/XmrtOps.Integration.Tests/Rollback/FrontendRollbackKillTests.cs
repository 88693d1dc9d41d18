using System.Runtime.Versioning;
using XmrtOps.Integration.Tests.Frontend;
using XmrtOps.Rollback;
using XmrtOps.Sandbox.Http;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>A process that is killed while the platform has its request: another one looks what came of it, and goes on or takes it back.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FrontendRollbackKillTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_came_to_nothing_is_made_by_the_same_command()
    {
        await using FrontendStand stand = new();
        string broken = stand.Production.Id;
        string good = stand.Candidates[0].Id;
        using PwshSession session = stand.Connect();
        string id = await KilledAsync(stand, session, isTaken: false);

        RollbackResult untouched = Assert.Single(session.Run($"Undo-XmrtRollback -JournalId {id} -Force").Succeeded().Of<RollbackResult>());
        string after = stand.Production.Id;
        RollbackResult done = Assert.Single(session.Run("Invoke-XmrtRollback -Frontend -Force").Succeeded().Of<RollbackResult>());

        Assert.Equal((RollbackOutcome.NothingToDo, broken), (untouched.Outcome, after));
        Assert.Equal((RollbackOutcome.Done, good, good), (done.Outcome, done.To, stand.Production.Id));
    }

    [Fact]
    public async Task One_that_the_platform_made_is_not_made_twice_and_is_taken_back()
    {
        await using FrontendStand stand = new();
        string broken = stand.Production.Id;
        string good = stand.Candidates[0].Id;
        using PwshSession session = stand.Connect();
        string id = await KilledAsync(stand, session, isTaken: true);

        PwshResult again = session.Run("Invoke-XmrtRollback -Frontend -Force");
        string between = stand.Production.Id;
        RollbackResult undone = Assert.Single(session.Run($"Undo-XmrtRollback -JournalId {id} -Force").Succeeded().Of<RollbackResult>());

        Assert.Equal(["AlreadyRolledBack"], again.ErrorIds);
        Assert.Equal((good, broken), (between, stand.Production.Id));
        Assert.Equal((RollbackOutcome.Done, true), (undone.Outcome, undone.IsUndo));
    }

    /// <summary>Kills a process while its request has no answer yet.</summary>
    /// <param name="stand">Whose frontend is rolled back.</param>
    /// <param name="session">Looks at the journal.</param>
    /// <param name="isTaken">The platform makes it.</param>
    /// <returns>The journal's entry.</returns>
    private static async Task<string> KilledAsync(FrontendStand stand, PwshSession session, bool isTaken)
    {
        string good = stand.Candidates[0].Id;
        TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource isKilled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        stand.Api.Map("POST", "/v9/projects/{project}/rollback/{deployment}", async (_, _) =>
        {
            if (isKilled.Task.IsCompleted)
            {
                stand.Project.RollBack(good);
                return StandInResponse.Empty(201);
            }

            if (isTaken)
            {
                stand.RollBack(stand.Project.Find(good)!);
            }

            waits.SetResult();
            await isKilled.Task;
            return StandInResponse.Empty(201);
        });
        string connect = $"$null = Connect-Xmrt -Name killed-frontend -FrontendUrl {stand.Site.BaseAddress} -VercelApiUrl {stand.Api.BaseAddress} "
            + $"-VercelProject {stand.Identity.VercelProjectName} -VercelTeam {stand.Identity.VercelTeamId}; ";
        using ShellProcess shell = ShellProcess.StartWithInput(
            ["-Command", connect + "Invoke-XmrtRollback -Frontend -Force"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["VERCEL_TOKEN"] = stand.Identity.VercelToken },
            Cancellation);
        Task<ShellResult> ended = shell.EndAsync(Cancellation);
        Assert.True(await Task.WhenAny(waits.Task, ended) == waits.Task, ended.IsCompleted ? (await ended).Error : "");
        await shell.SignalAsync("KILL", Cancellation);
        await ended;
        isKilled.SetResult();
        return Assert.Single(
            session.Run("Get-XmrtJournal Invoke-XmrtRollback -State Interrupted -All").Succeeded().Of<JournalEntry>(),
            entry => entry.Parameters.GetValueOrDefault("RollbackSystem") == stand.Project.Id).Id.ToString();
    }
}
