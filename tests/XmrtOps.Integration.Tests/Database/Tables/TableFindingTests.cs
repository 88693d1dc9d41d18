using XmrtOps.Database.Tables;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Tables;

/// <summary>What is found to be wrong with a table, and that what is advised works.</summary>
public sealed class TableFindingTests(SandboxServer server)
{
    [Fact]
    public async Task A_sound_database_has_no_finding_and_a_sound_estimate_of_bloat()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        Assert.Empty(session.Run("Get-XmrtTable -Finding * -All").Succeeded().Output);
        DatabaseTable messages = Assert.Single(
            session.Run("Get-XmrtTable conversation_messages").Succeeded().Of<DatabaseTable>());
        Assert.InRange(messages.BloatRatio!.Value, 0.8, 1.2);
        Assert.Equal("db", messages.Connection);
    }

    [Fact]
    public async Task Bloat_dead_rows_a_sequence_near_its_end_and_autovacuum_that_is_off_are_found()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE UNLOGGED TABLE public.bloated (id integer, filler text) WITH (autovacuum_enabled = false);
            ALTER TABLE public.bloated ALTER filler SET STORAGE PLAIN;
            INSERT INTO public.bloated SELECT i, repeat('x', 1900) FROM generate_series(1, 72000) i;
            DELETE FROM public.bloated WHERE id % 10 <> 0;
            GRANT SELECT ON public.bloated TO postgres;
            """);
        await database.RunAsync("VACUUM (ANALYZE) public.bloated");
        await database.RunAsync(
            """
            CREATE TABLE public.dying (id serial, "Other No" smallint GENERATED ALWAYS AS IDENTITY, n integer)
                WITH (autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_scale_factor = 0, autovacuum_enabled = false);
            INSERT INTO public.dying (n) SELECT i FROM generate_series(1, 27000) i;
            ANALYZE public.dying;
            UPDATE public.dying SET n = n + 1;
            SELECT setval('public.dying_id_seq', 2000000000);
            GRANT ALL ON public.dying, public.dying_id_seq, public."dying_Other No_seq" TO postgres;
            """);
        using PwshSession session = database.Connect();
        await StatisticsWait.EventuallyAsync(database, "SELECT pg_stat_get_dead_tuples('public.dying'::regclass) >= 27000");

        IReadOnlyList<DatabaseTable> tables =
            session.Run("Get-XmrtTable -Finding *").Succeeded().Of<DatabaseTable>();

        Assert.Equal(["bloated", "dying"], tables.Select(table => table.Name));
        Assert.Equal(["AutovacuumDisabled", "Bloat"], tables[0].Findings.Select(finding => finding.Code).Order());
        Assert.InRange(tables[0].BloatRatio!.Value, 8, 12);
        Assert.InRange(tables[0].BloatEstimateBytes!.Value, 100L << 20, 145L << 20);
        Assert.Equal(
            ["AnalyzeDue", "AutovacuumDisabled", "DeadRows", "InsertVacuumDue", "SequenceNearEnd", "SequenceNearEnd"],
            tables[1].Findings.Select(finding => finding.Code).Order());
        Assert.Equal(XmrtOps.Findings.Severity.Critical, tables[1].Findings[0].Severity);
        Assert.Equal(
            ["\"Other No\"", "\"id\""],
            tables[1].Findings.Where(finding => finding.Code == "SequenceNearEnd")
                .Select(finding => finding.Remedy!.Split("ALTER COLUMN ")[1].Split(" TYPE")[0]).Order(StringComparer.Ordinal));
        Assert.Equal(["bloated"], session.Run("Get-XmrtTable -Finding Blo* -First 1").Succeeded().Of<DatabaseTable>().Select(t => t.Name));
        // What is advised works as it stands.
        await database.RunAsync(tables[0].Findings.Single(finding => finding.Code == "AutovacuumDisabled").Remedy!);
        await database.RunAsync(tables[1].Findings.Single(finding => finding.Code == "DeadRows").Remedy!);
        await database.RunAsync(tables[1].Findings[0].Remedy!);
    }
}
