using System.Data.Common;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.Rollback.Databases;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>What undoing a migration may do, and what it has to say and to count before.</summary>
public sealed class DatabaseRollbackRuleTests(SandboxServer server)
{
    private const string Command = "Invoke-XmrtRollback -Database " + MigrationStand.Go + "-Version ";

    [Theory]
    [InlineData("INSERT INTO supabase_migrations.schema_migrations VALUES ('20260104000000', '{}', 'quicker')", "The history of")]
    [InlineData("CREATE TABLE public.quicker (id int PRIMARY KEY)", "The schema of")]
    public async Task What_moves_behind_the_first_version_is_seen_before_the_second(string move, string what)
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "view", "CREATE VIEW public.v AS SELECT 1 AS x");
        await stand.ApplyAsync("20260103000000", "index", "CREATE INDEX kept_note ON public.kept (note)");
        // At the commit, so that the version's own look is over.
        await stand.Database.RunAsync(
            $"""
             CREATE FUNCTION public.quick() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN {move}; RETURN NULL; END $$;
             CREATE CONSTRAINT TRIGGER quick AFTER INSERT ON supabase_migrations.schema_migrations DEFERRABLE INITIALLY DEFERRED
                 FOR EACH ROW WHEN (NEW.name LIKE 'revert%') EXECUTE FUNCTION public.quick();
             """);

        PwshResult result = stand.Session.Run(Command + "20260102000000, 20260103000000");
        RollbackResult done = Assert.Single(result.Of<RollbackResult>());

        Assert.Equal(RollbackOutcome.Partial, done.Outcome);
        Assert.Equal([RollbackStepState.Done, RollbackStepState.Failed], done.Steps.Select(step => step.State));
        Assert.Contains(what, done.Reason, StringComparison.Ordinal);
        Assert.True(await stand.ExistsAsync("public.v"));
        Assert.False(await stand.ExistsAsync("public.kept_note"));
        Assert.DoesNotContain("revert_view", await stand.VersionsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostgREST_is_told_to_read_the_schema_again()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "view", "CREATE VIEW public.v AS SELECT 1 AS x");
        await using DbDataSource source = server.As(server.Sandbox.UserName, server.Sandbox.Password, stand.Database.Name);
        await using DbConnection listener = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using DbCommand listen = listener.CreateCommand();
        listen.CommandText = "LISTEN pgrst";
        await listen.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using CancellationTokenSource never = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        never.CancelAfter(TimeSpan.FromMinutes(2));

        stand.Session.Run(Command + "20260102000000").Succeeded();

        // Ends when a notification comes, and not before.
        await (Task)listener.GetType().GetMethod("WaitAsync", [typeof(CancellationToken)])!.Invoke(listener, [never.Token])!;
    }

    [Fact]
    public async Task What_would_be_lost_is_counted_by_row_and_by_column_with_what_refers_to_it()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync(
            "20260102000000", "made",
            "CREATE TABLE public.two (id int PRIMARY KEY); ALTER TABLE public.kept ADD COLUMN mood text, ADD COLUMN size int DEFAULT 3");
        await stand.Database.RunAsync(
            """
            INSERT INTO public.two VALUES (1), (2), (3);
            INSERT INTO public.kept VALUES (2, 'b', 'good', NULL), (3, 'c', NULL, NULL);
            CREATE TABLE public.refers (id int PRIMARY KEY, two int CONSTRAINT to_two REFERENCES public.two);
            CREATE VIEW public.shows AS SELECT mood FROM public.kept;
            """);

        DatabaseRollbackPlan plan = Assert.Single(
            stand.Session.Run("New-XmrtRollbackPlan -Database -Last 1 -Path $path").Succeeded().Of<DatabaseRollbackPlan>());
        string[] losses = [.. plan.Losses.Select(loss => loss.Description)];
        string dependents = Assert.Single(plan.Refusals, refusal => refusal.ErrorId == "RollbackHasDependents").Reason;

        Assert.Equal(3, plan.Losses.Count);
        Assert.Contains(losses, loss => loss.Contains("public.two with 3 rows", StringComparison.Ordinal));
        Assert.Contains(plan.Losses, loss => loss.Description.Contains("mood", StringComparison.Ordinal) && loss.Rows == 1);
        Assert.Contains(plan.Losses, loss => loss.Description.Contains("size", StringComparison.Ordinal) && loss.Rows == 1);
        Assert.Contains("to_two", dependents, StringComparison.Ordinal);
        Assert.Contains("shows", dependents, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE FUNCTION public.guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$; "
        + "CREATE TRIGGER guard BEFORE DELETE ON public.kept FOR EACH ROW EXECUTE FUNCTION public.guard()", "trigger guard of public.kept keeps somebody from something")]
    [InlineData("ALTER TABLE public.kept ADD CONSTRAINT guard CHECK (current_user <> 'anon')", "constraint guard of public.kept keeps somebody from something")]
    [InlineData("ALTER TABLE public.kept ENABLE ROW LEVEL SECURITY", "without row level security all rows are seen")]
    [InlineData("CREATE POLICY guard ON public.kept AS RESTRICTIVE USING (false)", "without a restrictive policy more rows are seen")]
    [InlineData("REVOKE ALL ON public.kept FROM anon", "granting again what was revoked opens what is closed")]
    public async Task What_keeps_somebody_out_is_never_taken_away_by_itself(string statements, string reason)
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "guard", statements);

        PwshResult refused = stand.Session.Run(Command + "20260102000000 -AllowExposure");

        Assert.Equal(["RestoreRequired"], refused.ErrorIds);
        Assert.Contains(reason, refused.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains("only a script with -AllowExposure undoes that", refused.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal("20260101000000 first, 20260102000000 guard", await stand.VersionsAsync());
    }

    [Fact]
    public async Task A_version_is_named_and_the_last_ones_can_only_be_planned()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "view", "CREATE VIEW public.v AS SELECT 1 AS x");

        PwshResult last = stand.Session.Run("Invoke-XmrtRollback -Database -Last 1 " + MigrationStand.Go);
        PwshResult unnamed = stand.Session.Run("$null | Invoke-XmrtRollback -Database -Version @() " + MigrationStand.Go);

        Assert.NotEmpty(last.ErrorIds);
        Assert.StartsWith("NamedParameterNotFound", last.ErrorIds[0], StringComparison.Ordinal);
        Assert.NotEmpty(unnamed.ErrorIds);
        Assert.True(await stand.ExistsAsync("public.v"));
    }

    [Theory]
    [InlineData("DROP INDEX CONCURRENTLY public.kept_note", "CONCURRENTLY cannot run in a transaction")]
    [InlineData("VACUUM public.kept", "each version is one transaction already")]
    [InlineData("ALTER TYPE public.mood ADD VALUE 'bad'", "a new value cannot be used before the transaction is over")]
    [InlineData("ALTER SYSTEM SET work_mem = '1MB'", "it cannot run in a transaction")]
    public async Task A_script_that_cannot_be_one_transaction_is_refused_before_it_is_run(string script, string reason)
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "made", "CREATE TYPE public.mood AS ENUM ('good'); CREATE INDEX kept_note ON public.kept (note)");
        stand.WriteDown("20260102000000", "made", $"DROP VIEW IF EXISTS public.v; {script};");

        PwshResult refused = stand.Session.Run(Command + "20260102000000 -AllowExposure");

        Assert.Equal(["DownScriptUnfit"], refused.ErrorIds);
        Assert.Contains(reason, refused.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.True(await stand.ExistsAsync("public.kept_note"));
    }

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY kept_note ON public.kept (note)", null)]
    [InlineData("ALTER TYPE public.mood ADD VALUE 'bad'", "a value of an enumeration cannot be taken out again")]
    public async Task What_was_run_outside_of_a_transaction_is_undone_in_one_or_not_at_all(string statement, string? reason)
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.Database.RunAsync("CREATE TYPE public.mood AS ENUM ('good')");
        await stand.Database.RunAsync(statement);
        await stand.ApplyAsync("20260102000000", "outside", "SELECT 1");
        await stand.Database.RunAsync(
            $"UPDATE supabase_migrations.schema_migrations SET statements = ARRAY[$s${statement}$s$] WHERE version = '20260102000000'");

        PwshResult result = stand.Session.Run(Command + "20260102000000");

        Assert.Equal(reason is null ? [] : ["RestoreRequired"], result.ErrorIds);
        Assert.Contains(reason ?? "", result.Errors.Count > 0 ? result.Errors[0].Exception.Message : "", StringComparison.Ordinal);
        Assert.False(await stand.ExistsAsync("public.kept_note"));
    }

    [Fact]
    public async Task An_extension_and_grants_are_undone_and_done_again()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        Assert.SkipUnless(
            await stand.Database.ValueAsync<long>(
                "SELECT count(*) FROM pg_available_extensions WHERE name = 'citext' AND installed_version IS NULL") == 1,
            "The server has no extension to spare.");
        await stand.ApplyAsync(
            "20260102000000", "extension", "CREATE EXTENSION citext WITH SCHEMA extensions; GRANT TRIGGER ON public.kept TO PUBLIC");
        DatabaseRollbackPlan plan = Assert.Single(
            stand.Session.Run("New-XmrtRollbackPlan -Database -Last 1 -Path $path").Succeeded().Of<DatabaseRollbackPlan>());

        stand.Session.Run($"$done = {Command}20260102000000").Succeeded();
        long left = await stand.Database.ValueAsync<long>("SELECT count(*) FROM pg_extension WHERE extname = 'citext'");
        stand.Session.Run("$done | Undo-XmrtRollback -Force").Succeeded();

        Assert.Equal(
            "extension citext (its scripts are not the migration's), "
            + "grant on public.kept (what it granted may depend on the server's version, or on what is not made again)",
            Assert.Single(plan.Findings, finding => finding.Code == "NotCompared").Reason.Split(": ")[^1]);
        Assert.Equal(0, left);
        Assert.Equal(1, await stand.Database.ValueAsync<long>("SELECT count(*) FROM pg_extension WHERE extname = 'citext'"));
    }
}
