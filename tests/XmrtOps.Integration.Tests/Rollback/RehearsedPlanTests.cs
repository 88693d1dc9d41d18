using XmrtOps.Integration.Tests.Frontend;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.Rollback.Databases;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>A plan from the pipe is tried as one is that the command makes itself, and for the state that it was made for only.</summary>
[Collection(MigrationStand.ScratchServers)]
public sealed class RehearsedPlanTests(SandboxServer server)
{
    private const string Plan = "$plan = New-XmrtRollbackPlan -Database -Path $path -Version 20260102000000; ";

    [Fact]
    public async Task Each_plan_from_the_pipe_is_tried_on_a_copy_of_its_own()
    {
        Assert.SkipUnless(MigrationStand.HasPgDump(server), MigrationStand.NoPgDump);
        await using MigrationStand stand = await MigrationStand.StartWithIndexAsync(server);

        IReadOnlyList<RollbackRehearsal> results = stand.Session.Run(
            "$plans = @(New-XmrtRollbackPlan -Database -Last 1 -Path $path; New-XmrtRollbackPlan -Database -Last 2 -As Down -Path $path); "
            + "$plans | Invoke-XmrtRollback -DryRun -PostgresBin $bin").Succeeded().Of<RollbackRehearsal>();

        Assert.All(results, result => Assert.True(result.Passed, result.Problem));
        Assert.Equal(
            ["20260102000000_index", "20260102000000_index, 20260101000000_first"],
            results.Select(result => string.Join(", ", result.Versions.Select(version => version.Version))));
        Assert.Equal("an empty history", results[1].To);
        Assert.True(await stand.ExistsAsync("public.kept_note"));
    }

    [Fact]
    public async Task A_plan_of_another_state_is_refused_before_anything_is_started()
    {
        await using MigrationStand stand = await MigrationStand.StartWithIndexAsync(server);
        stand.Session.Run(Plan).Succeeded();
        await stand.Database.RunAsync("CREATE TABLE public.meanwhile (id int PRIMARY KEY)");

        PwshResult copy = stand.Session.Run("$plan | Invoke-XmrtRollback -DryRun -PostgresBin /no/such");
        PwshResult target = stand.Session.Run("$plan | Invoke-XmrtRollback -DryRun -OnTarget -Force");

        Assert.Equal(["RollbackPlanStale"], copy.ErrorIds);
        Assert.Equal(["RollbackPlanStale"], target.ErrorIds);
        Assert.Contains("schema was", target.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(stand.Database.Journal(stand.Session));
    }

    [Fact]
    public async Task WhatIf_shows_the_plan_and_a_plan_of_two_versions_is_not_for_the_target()
    {
        await using MigrationStand stand = await MigrationStand.StartWithIndexAsync(server);
        stand.Session.Run(Plan).Succeeded();

        Assert.Single(stand.Session.Run("$plan | Invoke-XmrtRollback -DryRun -PostgresBin /no/such -WhatIf").Succeeded().Of<DatabaseRollbackPlan>());
        PwshResult two = stand.Session.Run("New-XmrtRollbackPlan -Database -Last 2 -Path $path | Invoke-XmrtRollback -DryRun -OnTarget -Force");

        Assert.Equal(["DryRunOneVersion"], two.ErrorIds);
        Assert.Equal(["OnTargetWithoutDryRun"], stand.Session.Run("$plan | Invoke-XmrtRollback -OnTarget -Force").ErrorIds);
        Assert.True(await stand.ExistsAsync("public.kept_note"));
    }

    [Fact]
    public async Task What_has_no_dry_run_says_so_and_the_next_plan_goes_on()
    {
        await using MigrationStand stand = await MigrationStand.StartWithIndexAsync(server);
        await using FrontendStand frontend = new();
        using PwshSession session = frontend.Connect(database: stand.Database.Url);
        session.Set("path", stand.Folder);
        string production = frontend.Production.Id;

        PwshResult result = session.Run(
            Plan + "@(New-XmrtRollbackPlan -Frontend) + $plan | Invoke-XmrtRollback -DryRun -Force -PostgresBin /no/such");

        Assert.Equal(["DryRunUnavailable", "PostgresNotFound"], result.ErrorIds);
        Assert.Contains("xmrt-frontend: a rollback of the frontend has no dry run", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains("$plan | Invoke-XmrtRollback -WhatIf", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal((production, 0), (frontend.Production.Id, frontend.Changes.Count));
    }

    [Fact]
    public async Task Taking_a_rollback_back_has_none_either()
    {
        await using MigrationStand stand = await MigrationStand.StartWithIndexAsync(server);
        stand.Session.Run("$null = Invoke-XmrtRollback -Database -Version 20260102000000 " + MigrationStand.Go).Succeeded();

        PwshResult result = stand.Session.Run("$undo = Undo-XmrtRollback -WhatIf; $undo | Invoke-XmrtRollback -DryRun -Force");

        Assert.Equal(["DryRunUnavailable"], result.ErrorIds);
        Assert.Contains("Undo-XmrtRollback -WhatIf", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.False(await stand.ExistsAsync("public.kept_note"));
    }

    [Theory]
    [InlineData("$null | Invoke-XmrtRollback")]
    [InlineData("$null | Invoke-XmrtRollback -Force")]
    [InlineData("$null | Invoke-XmrtRollback -DryRun -OnTarget")]
    [InlineData("Invoke-XmrtRollback $null")]
    public void Nothing_in_place_of_a_plan_is_called_so(string command)
    {
        using PwshSession session = new();

        PwshResult result = session.Run(command);

        Assert.Contains("'Plan'", Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
    }
}
