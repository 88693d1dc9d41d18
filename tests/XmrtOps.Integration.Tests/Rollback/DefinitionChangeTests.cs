using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.Rollback.Databases;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>What was changed by hand of what a migration added to a table that was there is refused when the plan is made.</summary>
public sealed class DefinitionChangeTests(SandboxServer server)
{
    private const string Plan = "New-XmrtRollbackPlan -Database -Version 20260102000000 -Path $path";

    private const string Made =
        """
        ALTER TABLE public.kept ADD COLUMN mood text NOT NULL DEFAULT 'x', ADD COLUMN size int REFERENCES public.kept ON DELETE CASCADE;
        CREATE INDEX kept_note ON kept (note, mood) WHERE mood <> '';
        ALTER TABLE kept ADD CONSTRAINT kept_size CHECK (size > 0) NOT VALID;
        CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER touched BEFORE UPDATE OF mood ON kept FOR EACH ROW EXECUTE FUNCTION touch();
        CREATE POLICY own ON kept FOR SELECT TO authenticated USING (mood = (SELECT current_setting('a.b', true)))
        """;

    /// <summary>The table as it was before.</summary>
    private const string Again =
        "DROP TABLE public.kept CASCADE; DROP FUNCTION public.touch(); CREATE TABLE public.kept (id int PRIMARY KEY, note text)";

    private static readonly (string Change, string Difference)[] s_changes =
    [
        ("ALTER TABLE public.kept ALTER COLUMN mood SET DEFAULT 'y'", "column public.kept.mood, default: made as 'x', now 'y'::text"),
        ("ALTER TABLE public.kept ALTER COLUMN mood DROP NOT NULL", "column public.kept.mood, nulls: made as NOT NULL, now NULL"),
        ("ALTER TABLE public.kept ALTER COLUMN size TYPE bigint", "column public.kept.size, type: made as int, now bigint"),
        ("ALTER TABLE public.kept ALTER COLUMN size SET NOT NULL, ALTER COLUMN size ADD GENERATED ALWAYS AS IDENTITY", "identity: made as none, now ALWAYS"),
        (
            "ALTER TABLE public.kept DROP CONSTRAINT kept_size_fkey, ADD CONSTRAINT again FOREIGN KEY (size) REFERENCES public.kept",
            "its FOREIGN KEY, ON DELETE: made as CASCADE, now NO ACTION"),
        ("ALTER TABLE public.kept DROP CONSTRAINT kept_size_fkey", "column public.kept.size, its FOREIGN KEY went"),
        ("CREATE INDEX by_hand ON public.kept (mood)", "column public.kept.mood, by_hand over it came"),
        ("ALTER TABLE public.kept ADD CONSTRAINT by_hand CHECK (mood <> 'z')", "by_hand over it came"),
        (
            "DROP INDEX public.kept_note; CREATE UNIQUE INDEX kept_note ON public.kept (note, mood) WHERE mood <> ''",
            "index public.kept_note, unique: made as not UNIQUE, now UNIQUE"),
        (
            "DROP INDEX public.kept_note; CREATE INDEX kept_note ON public.kept (note, mood)",
            "index public.kept_note, predicate: made as mood <> '', now none"),
        ("ALTER TABLE public.kept VALIDATE CONSTRAINT kept_size", "constraint kept_size of public.kept, validity: made as NOT VALID, now valid"),
        ("ALTER TABLE public.kept DISABLE TRIGGER touched", "trigger touched of public.kept, firing: made as enabled, now disabled"),
        ("ALTER POLICY own ON public.kept TO public USING (true)", "policy own of public.kept, roles: made as authenticated, now public; policy own of public.kept, USING: made as"),
    ];

    [Fact]
    public async Task What_was_changed_is_named_as_it_was_made_and_as_it_is()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "made", Made);
        await stand.Database.RunAsync("ALTER TABLE public.kept ALTER COLUMN id SET DEFAULT 5");
        Assert.DoesNotContain(PlanOf(stand).Refusals, other => other.ErrorId == "ChangedByHand");

        foreach ((string change, string difference) in s_changes)
        {
            await stand.Database.RunAsync($"{Again}; {Made}; {change}");

            DatabaseRollbackPlan plan = PlanOf(stand);
            RollbackRefusal? refusal = plan.Refusals.SingleOrDefault(refusal => refusal.ErrorId == "ChangedByHand");

            Assert.True(refusal?.Reason.Contains(difference, StringComparison.Ordinal), $"{change}: {refusal?.Reason} {NotCompared(plan)}");
            Assert.Null(refusal!.AllowedBy);
        }

        PwshResult refused = stand.Session.Run($"{Plan} | Invoke-XmrtRollback -WithoutRestorePoint -AllowDataLoss -ConfirmName db -Force");
        Assert.Equal(["ChangedByHand"], refused.ErrorIds);
        Assert.True(await stand.ExistsAsync("public.kept_note"));
        Assert.Equal("20260101000000 first, 20260102000000 made", await stand.VersionsAsync());
    }

    [Fact]
    public async Task What_a_later_migration_changed_was_not_changed_by_hand()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "made", Made);
        await stand.ApplyAsync("20260103000000", "later", "SELECT 1");

        foreach ((string change, string difference) in s_changes)
        {
            await stand.Database.RunAsync(
                $"{Again}; {Made}; {change}; UPDATE supabase_migrations.schema_migrations "
                + $"SET statements = string_to_array($change${change}$change$, '; ') WHERE version = '20260103000000'");

            DatabaseRollbackPlan plan = PlanOf(stand);

            Assert.True(plan.Refusals.All(refusal => refusal.ErrorId != "ChangedByHand"), $"{change}: {plan.Refusals[0].Reason}");
            if (difference.Contains("over it came", StringComparison.Ordinal))
            {
                // It stays applied, and would lose what it made.
                Assert.Contains(
                    "by_hand of 20260103000000 is over column public.kept.mood",
                    Assert.Single(plan.Refusals, refusal => refusal.ErrorId == "RollbackHasDependents").Reason,
                    StringComparison.Ordinal);
            }
            else
            {
                Assert.True(NotCompared(plan).Contains("(20260103000000 may have changed it)", StringComparison.Ordinal), $"{change}: {NotCompared(plan)}");
            }
        }
    }

    [Fact]
    public async Task What_may_have_done_anything_is_no_reason_to_refuse()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync("20260102000000", "made", "CREATE INDEX kept_note ON kept (note); ALTER TABLE kept ADD COLUMN mood text");
        await stand.ApplyAsync(
            "20260103000000", "later",
            "DO $do$ BEGIN EXECUTE format('DROP INDEX public.%I', 'kept' || '_note'); EXECUTE 'CREATE INDEX ' || 'kept' || '_note ON public.kept (id)'; END $do$");

        Assert.Contains("20260103000000 may have changed it", NotCompared(PlanOf(stand)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_needs_no_rights_on_the_table_and_runs_no_function()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.Database.RunAsync(
            """
            CREATE FUNCTION public.limit_of(x int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it was run'; END $$;
            CREATE FUNCTION public.limit_in_sql(x int) RETURNS int STABLE LANGUAGE sql AS 'SELECT public.limit_of(1) + x';
            GRANT USAGE ON SCHEMA supabase_migrations TO PUBLIC;
            GRANT SELECT ON supabase_migrations.schema_migrations TO PUBLIC;
            REVOKE ALL ON public.kept FROM PUBLIC;
            """);
        await stand.ApplyAsync(
            "20260102000000", "made",
            """
            ALTER TABLE kept ADD CONSTRAINT alike CHECK (id > limit_of(1)) NOT VALID;
            ALTER TABLE kept ADD CONSTRAINT otherwise CHECK (limit_of(1) + 0 < id) NOT VALID;
            ALTER TABLE kept ADD CONSTRAINT hidden CHECK (limit_in_sql(2) + 0 < id) NOT VALID;
            ALTER TABLE kept ADD CONSTRAINT plain CHECK (length(note)<id) NOT VALID
            """);
        stand.Session.Set("readerUrl", stand.Database.ReaderUrl);
        stand.Session.Run("$null = Connect-Xmrt $readerUrl -Name reader").Succeeded();

        DatabaseRollbackPlan plan = PlanOf(stand);
        await stand.Database.RunAsync("ALTER TABLE public.kept DROP CONSTRAINT plain, ADD CONSTRAINT plain CHECK (length(note) <= id) NOT VALID");
        DatabaseRollbackPlan changed = PlanOf(stand);

        Assert.DoesNotContain(plan.Refusals, refusal => refusal.ErrorId == "ChangedByHand");
        Assert.Contains("constraint otherwise of public.kept (condition: the server would run limit_of to compare it)", NotCompared(plan), StringComparison.Ordinal);
        Assert.Contains("constraint hidden of public.kept (condition: the server would run limit_of to compare it)", NotCompared(plan), StringComparison.Ordinal);
        Assert.DoesNotContain("alike", NotCompared(plan), StringComparison.Ordinal);
        Assert.DoesNotContain("plain", NotCompared(plan), StringComparison.Ordinal);
        Assert.Contains("constraint plain of public.kept, condition", Assert.Single(changed.Refusals, refusal => refusal.ErrorId == "ChangedByHand").Reason, StringComparison.Ordinal);
    }

    private static DatabaseRollbackPlan PlanOf(MigrationStand stand) => Assert.Single(stand.Session.Run(Plan).Succeeded().Of<DatabaseRollbackPlan>());

    private static string NotCompared(DatabaseRollbackPlan plan) =>
        string.Join('\n', plan.Findings.Where(finding => finding.Code == "NotCompared").Select(finding => finding.Reason));
}
