using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Rollback.Databases;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>What a plan knows of what a restore would lose.</summary>
public sealed class WrittenSinceTests(SandboxServer server)
{
    private static readonly RestorePoint s_point = new(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), "a backup");

    [Fact]
    public async Task What_a_restore_would_lose_is_counted_where_it_can_be_told_up_to_a_bound()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync(
            "20260102000000",
            "made",
            """
            CREATE TABLE public.notes (id int PRIMARY KEY, created_at timestamptz, updated_at timestamptz);
            CREATE TABLE public.many (id int PRIMARY KEY, "at" timestamptz DEFAULT now());
            CREATE TABLE public.vague (id int PRIMARY KEY, created_at timestamp);
            CREATE INDEX kept_note ON public.kept (note)
            """);
        await stand.Database.RunAsync(
            """
            INSERT INTO public.notes VALUES (1, '2026-01-01Z', NULL), (2, '2026-01-03Z', NULL), (3, '2026-01-01Z', '2026-01-04Z');
            INSERT INTO public.many SELECT generate_series(1, 1001);
            """);
        DatabaseRollbackPlan plan = Plan(stand);

        IReadOnlyList<WrittenSince>? written = await WrittenAsync(stand, plan, "db", s_point);

        Assert.NotNull(written);
        Assert.Equal(
            [("public.kept", null, false), ("public.many", 1000, true), ("public.notes", 2, false), ("public.vague", null, false)],
            written.OrderBy(table => table.Table, StringComparer.Ordinal).Select(table => (table.Table, table.Rows, table.IsAtLeast)));
        Assert.All(written, table => Assert.Equal(table.Rows is null, table.Reason is not null));
        // Nothing is claimed of a moment that is not known.
        Assert.Null(plan.WrittenSinceRestorePoint);
        Assert.Null(await WrittenAsync(stand, plan, "db", new RestorePoint(null, "there is none")));
    }

    [Fact]
    public async Task Rows_that_a_role_does_not_see_are_not_counted_as_none()
    {
        await using MigrationStand stand = await MigrationStand.StartAsync(server);
        await stand.ApplyAsync(
            "20260102000000",
            "made",
            """
            CREATE TABLE public.hidden (id int PRIMARY KEY, created_at timestamptz);
            ALTER TABLE public.hidden ENABLE ROW LEVEL SECURITY
            """);
        await stand.Database.RunAsync("GRANT SELECT ON public.hidden TO PUBLIC");
        stand.Session.Set("readerUrl", stand.Database.ReaderUrl);
        stand.Session.Run("$null = Connect-Xmrt $readerUrl -Name reader").Succeeded();

        IReadOnlyList<WrittenSince>? written = await WrittenAsync(stand, Plan(stand), "reader", s_point);

        Assert.NotNull(written);
        Assert.Equal(
            ("public.hidden", null, "row level security hides rows from this role"),
            (Assert.Single(written).Table, written[0].Rows, written[0].Reason));
    }

    private static DatabaseRollbackPlan Plan(MigrationStand stand) => Assert.Single(stand.Session.Run(
        "New-XmrtRollbackPlan -Database -Version 20260102000000 -Path $path -Connection db").Succeeded().Of<DatabaseRollbackPlan>());

    private static async Task<IReadOnlyList<WrittenSince>?> WrittenAsync(
        MigrationStand stand, DatabaseRollbackPlan plan, string connection, RestorePoint point) =>
        await Assert.Single(stand.Session.Run($"Get-XmrtConnection {connection}").Succeeded().Of<XmrtConnection>()).Database.ReadAsync(
            Limits.ExactRead,
            new Silence("tests"),
            transaction => WrittenSinceReader.ReadAsync(transaction, plan.Migrations, point, TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);
}
