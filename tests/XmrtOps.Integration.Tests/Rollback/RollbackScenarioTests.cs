using XmrtOps.Functions.Saved;
using XmrtOps.Integration.Tests.Rehearsals;
using XmrtOps.Rollback;
using XmrtOps.Rollback.Databases;
using XmrtOps.Sandboxes;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>The scenarios of the chapter, from the alarm to the end, as an on-call engineer types them.</summary>
public sealed class RollbackScenarioTests(RehearsalSandbox sandbox) : IClassFixture<RehearsalSandbox>
{
    [Fact]
    public void A_bad_deployment_is_rolled_back_with_one_command_and_undone_again()
    {
        using PwshSession session = sandbox.Connect();

        session.Run("$null = Invoke-XmrtScenario BadDeployment").Succeeded();
        Assert.Equal([false], session.Run("Test-XmrtFrontend -Quiet").Succeeded().Of<bool>());
        RollbackPlan plan = Assert.Single(session.Run("Invoke-XmrtRollback -Frontend -WhatIf").Succeeded().Of<RollbackPlan>());
        RollbackResult done = Assert.Single(session.Run("$done = Invoke-XmrtRollback -Frontend -Force; $done").Succeeded().Of<RollbackResult>());
        bool isWell = Assert.Single(session.Run("Test-XmrtFrontend | Where-Object Test -eq Http | ForEach-Object Passed").Succeeded().Of<bool>());
        RollbackResult undone = Assert.Single(session.Run("$done | Undo-XmrtRollback -Force").Of<RollbackResult>());
        RollbackResult again = Assert.Single(session.Run("Invoke-XmrtRollback -Frontend -Force").Succeeded().Of<RollbackResult>());
        XmrtScenario ended = Assert.Single(session.Run("Invoke-XmrtScenario -End").Succeeded().Of<XmrtScenario>());

        Assert.Equal((plan.From, plan.To), (done.From, done.To));
        Assert.Equal((RollbackOutcome.Done, true, true), (done.Outcome, done.IsVerified, isWell));
        Assert.Equal((RollbackOutcome.Done, false, plan.From), (undone.Outcome, undone.IsVerified, undone.To));
        Assert.Equal((RollbackOutcome.Done, true, plan.To), (again.Outcome, again.IsVerified, again.To));
        Assert.True(ended.WasSolved);
    }

    [Fact]
    public void A_bad_function_is_rolled_back_with_one_command_and_undone_again()
    {
        using PwshSession session = sandbox.Connect();
        SavedFunction kept = Assert.Single(session.Run("Save-XmrtFunction agent-manager").Succeeded().Of<SavedFunction>());

        session.Run("$null = Invoke-XmrtScenario BadFunction").Succeeded();
        Assert.Equal(["BOOT_ERROR"], session.Run("(Get-XmrtFunction agent-manager -Probe).Probe.ErrorCode").Succeeded().Of<string>());
        RollbackPlan plan = Assert.Single(session.Run("Invoke-XmrtRollback -Function agent-manager -WhatIf").Succeeded().Of<RollbackPlan>());
        RollbackResult done = Assert.Single(session.Run("$done = Invoke-XmrtRollback -Function agent-manager -Force; $done").Succeeded().Of<RollbackResult>());
        RollbackResult undone = Assert.Single(session.Run("Undo-XmrtRollback -Force").Of<RollbackResult>());
        string? probe = Assert.Single(session.Run("(Get-XmrtFunction agent-manager -Probe).Probe.ErrorCode").Succeeded().Of<string>());
        RollbackResult again = Assert.Single(session.Run("Invoke-XmrtRollback -Function agent-manager -Force").Succeeded().Of<RollbackResult>());
        XmrtScenario ended = Assert.Single(session.Run("Invoke-XmrtScenario -End").Succeeded().Of<XmrtScenario>());

        Assert.True(kept.WasHealthy);
        Assert.Equal($"agent-manager {kept.Version}", plan.To);
        Assert.Equal((RollbackOutcome.Done, true, plan.To), (done.Outcome, done.IsVerified, done.To));
        Assert.Equal((RollbackOutcome.Done, false, "BOOT_ERROR"), (undone.Outcome, undone.IsVerified, probe));
        Assert.Equal((RollbackOutcome.Done, true), (again.Outcome, again.IsVerified));
        Assert.True(ended.WasSolved);
    }

    [Fact]
    public void A_bad_migration_is_rolled_back_with_one_command_and_undone_again()
    {
        using PwshSession session = sandbox.Connect();

        session.Run("$null = Invoke-XmrtScenario BadMigration").Succeeded();
        string? version = Assert.Single(session.Run(
            "$version = (Get-XmrtMigration -First 1 -WarningAction Ignore).Version; $version").Succeeded().Of<string>());
        const string command = "Invoke-XmrtRollback -Database -Version $version -As Down ";
        DatabaseRollbackPlan plan = Assert.Single(session.Run(command + "-WhatIf").Succeeded().Of<DatabaseRollbackPlan>());
        RollbackResult done = Assert.Single(session.Run($"$done = {command}-Force; $done").Succeeded().Of<RollbackResult>());
        RollbackResult undone = Assert.Single(session.Run("$done | Undo-XmrtRollback -Force").Succeeded().Of<RollbackResult>());
        RollbackResult again = Assert.Single(session.Run(command + "-Force").Succeeded().Of<RollbackResult>());
        XmrtScenario ended = Assert.Single(session.Run("Invoke-XmrtScenario -End").Succeeded().Of<XmrtScenario>());

        Assert.Equal((UndoSource.Derived, 3, 0), (plan.Migrations[0].Source, plan.Migrations[0].Statements.Count, plan.Losses.Count));
        Assert.NotNull(plan.RestorePointAt);
        Assert.IsType<double>(plan.Evidence["RestorePointAgeMinutes"]);
        Assert.Equal(["public.conversation_messages"], plan.WrittenSinceRestorePoint?.Select(table => table.Table));
        Assert.Equal($"{version}_message_language", Assert.Single(done.Steps).Subject);
        Assert.Equal((RollbackOutcome.Done, true), (done.Outcome, done.IsVerified));
        Assert.Equal((RollbackOutcome.Done, true), (undone.Outcome, undone.IsVerified));
        Assert.Equal((RollbackOutcome.Done, true), (again.Outcome, again.IsVerified));
        Assert.True(ended.WasSolved);
    }

    [Fact]
    public void A_migration_that_is_older_than_every_backup_is_mended_and_not_restored()
    {
        using PwshSession session = sandbox.Connect();

        DatabaseRollbackPlan plan = Assert.Single(session.Run(
            "New-XmrtRollbackPlan -Database -Version 20251128142039 -As Down").Succeeded().Of<DatabaseRollbackPlan>());

        RollbackRefusal refusal = Assert.Single(plan.Refusals, refused => refused.ErrorId == "RestoreRequired");
        Assert.Contains("no backup is from before it", refusal.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("backups restore", refusal.Remedy, StringComparison.Ordinal);
    }
}
