using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>What is advised against is compared before and after a version, in its transaction.</summary>
public sealed class RollbackLintTests(SandboxServer server)
{
    private const string Command = "Invoke-XmrtRollback -Database -Version 20260102000000 " + MigrationStand.Go;

    [Fact]
    public async Task A_lint_that_comes_by_undoing_is_said()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.Database.RunAsync("ALTER TABLE public.kept ADD COLUMN parent int CONSTRAINT kept_parent REFERENCES public.kept");
        await stand.ApplyAsync("20260102000000", "index", "CREATE INDEX kept_by_parent ON public.kept (parent, note)");

        RollbackResult done = Assert.Single(stand.Session.Run(Command).Succeeded().Of<RollbackResult>());

        Assert.Contains("new lint unindexed_foreign_keys: public.kept kept_parent", done.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lint_that_opens_access_takes_the_version_back()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "view", "CREATE VIEW public.v AS SELECT 1 AS x");
        stand.WriteDown(
            "20260102000000", "view", "DROP VIEW public.v; CREATE TABLE public.opened (id int PRIMARY KEY);");

        PwshResult refused = stand.Session.Run(Command);

        Assert.Equal(["RollbackExposes"], refused.ErrorIds);
        Assert.Contains("rls_disabled_in_public: public.opened", refused.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.True(await stand.ExistsAsync("public.v"));
        Assert.False(await stand.ExistsAsync("public.opened"));
        Assert.Equal("20260101000000 first, 20260102000000 view", await stand.VersionsAsync());
        RollbackResult done = Assert.Single(stand.Session.Run(Command + "-AllowExposure").Succeeded().Of<RollbackResult>());
        Assert.Contains("new lint rls_disabled_in_public: public.opened", done.Reason, StringComparison.Ordinal);
    }
}
