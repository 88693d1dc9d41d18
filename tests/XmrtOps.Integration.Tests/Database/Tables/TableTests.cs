using System.Data.Common;
using XmrtOps.Database.Tables;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Tables;

/// <summary>Every kind of table with its sizes and counts, also where one is locked, hidden, or gone meanwhile.</summary>
public sealed class TableTests(SandboxServer server)
{
    private const string OddKinds =
        """
        CREATE SCHEMA "Odd Schema";
        CREATE TABLE "Odd Schema"."Mixed Case" (id integer PRIMARY KEY, "Long Text" text);
        INSERT INTO "Odd Schema"."Mixed Case" SELECT i, repeat(md5(i::text), 200) FROM generate_series(1, 500) i;
        ALTER TABLE "Odd Schema"."Mixed Case" ALTER "Long Text" SET STORAGE EXTERNAL;
        UPDATE "Odd Schema"."Mixed Case" SET "Long Text" = "Long Text" || '.';
        CREATE TABLE "Odd Schema".event (id integer, day integer, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
        CREATE TABLE "Odd Schema".event_1 PARTITION OF "Odd Schema".event FOR VALUES FROM (0) TO (100);
        CREATE TABLE "Odd Schema".event_2 PARTITION OF "Odd Schema".event FOR VALUES FROM (100) TO (200) PARTITION BY LIST (day);
        CREATE TABLE "Odd Schema".event_2_a PARTITION OF "Odd Schema".event_2 DEFAULT;
        CREATE TABLE "Odd Schema".event_3 PARTITION OF "Odd Schema".event FOR VALUES FROM (200) TO (300);
        INSERT INTO "Odd Schema".event SELECT i, i % 200 FROM generate_series(1, 10000) i;
        CREATE MATERIALIZED VIEW "Odd Schema".summary AS SELECT day, count(*) FROM "Odd Schema".event GROUP BY day;
        CREATE FOREIGN DATA WRAPPER nowhere;
        CREATE SERVER elsewhere FOREIGN DATA WRAPPER nowhere;
        CREATE FOREIGN TABLE "Odd Schema".far (i integer) SERVER elsewhere;
        -- Before PostgreSQL 14 no role reads all that others make.
        GRANT USAGE ON SCHEMA "Odd Schema" TO postgres;
        GRANT SELECT ON ALL TABLES IN SCHEMA "Odd Schema" TO postgres;
        ANALYZE "Odd Schema"."Mixed Case", "Odd Schema".event_1, "Odd Schema".event_2_a, "Odd Schema".summary;
        """;

    [Fact]
    public async Task Every_kind_is_there_with_the_servers_own_sizes()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(OddKinds);
        using PwshSession session = database.Connect();

        Dictionary<string, DatabaseTable> tables = session.Run("Get-XmrtTable -Schema 'odd s*'").Succeeded()
            .Of<DatabaseTable>().ToDictionary(table => table.Name);

        Assert.Equal(
            [
                ("Mixed Case", TableKind.Table, null), ("event", TableKind.Partitioned, null),
                ("event_1", TableKind.Partition, "Odd Schema.event"), ("event_2", TableKind.Partitioned, "Odd Schema.event"),
                ("event_2_a", TableKind.Partition, "Odd Schema.event_2"), ("event_3", TableKind.Partition, "Odd Schema.event"),
                ("far", TableKind.Foreign, null), ("summary", TableKind.MaterialisedView, null),
            ],
            tables.Values.OrderBy(table => table.Name, StringComparer.Ordinal)
                .Select(table => (table.Name, table.Kind, table.Parent)));
        foreach (DatabaseTable table in tables.Values.Where(t => t.Kind is not (TableKind.Partitioned or TableKind.Foreign)))
        {
            string name = $"'\"Odd Schema\".\"{table.Name}\"'";
            Assert.Equal(await database.ValueAsync<long>($"SELECT pg_total_relation_size({name})"), table.TotalBytes);
            Assert.Equal(await database.ValueAsync<long>($"SELECT pg_indexes_size({name})"), table.IndexBytes);
            Assert.Equal(table.TotalBytes, table.TableBytes + table.IndexBytes + table.ToastBytes);
        }

        Assert.True(tables["Mixed Case"].ToastBytes > 1_000_000);
        Assert.Equal(500, tables["Mixed Case"].EstimatedRows);
        // The sum of all partitions at every depth; an empty one that was never analysed does not make it unknown.
        DatabaseTable parent = tables["event"];
        Assert.Equal(
            tables["event_1"].TotalBytes + tables["event_2_a"].TotalBytes + tables["event_3"].TotalBytes, parent.TotalBytes);
        Assert.Equal((10_000L, null), (parent.EstimatedRows, tables["event_3"].EstimatedRows));
        Assert.Equal((null, null, null, null), (
            tables["far"].TotalBytes, tables["far"].EstimatedRows, tables["far"].DeadRows, tables["far"].SequentialScans));
    }

    [Fact]
    public async Task A_locked_table_is_estimated_and_all_others_are_exact()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using DbDataSource source = server.Administrator(database.Name);
        await using DbConnection other = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using DbTransaction holding = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (DbCommand command = other.CreateCommand())
        {
            command.CommandText = "LOCK TABLE public.webhook_logs IN ACCESS EXCLUSIVE MODE";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Get-XmrtTable -All").Succeeded();

        IReadOnlyList<DatabaseTable> tables = result.Of<DatabaseTable>();
        DatabaseTable locked = Assert.Single(tables, table => table.Locked);
        Assert.Equal("webhook_logs", locked.Name);
        Assert.True(locked.TotalBytes > 1_000_000);
        Assert.Empty(result.Warnings);
        Assert.Equal(
            await database.ValueAsync<long>("SELECT pg_total_relation_size('public.conversation_messages')"),
            tables.Single(table => table.Name == "conversation_messages").TotalBytes);
        Assert.Contains("~", result.ScreenLines.Single(line => line.StartsWith("webhook_logs", StringComparison.Ordinal)), StringComparison.Ordinal);
        // Counting it would wait: that is said, and the others are counted.
        PwshResult counted = session.Run("Get-XmrtTable webhook_logs, rate_limits -Exact").Succeeded();
        Assert.Equal(
            [("rate_limits", 6000L), ("webhook_logs", null)],
            counted.Of<DatabaseTable>().OrderBy(t => t.Name).Select(t => (t.Name, t.ExactRows)));
        Assert.Contains("public.webhook_logs was not counted", Assert.Single(counted.Warnings), StringComparison.Ordinal);
        await holding.RollbackAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Tables_that_come_and_go_meanwhile_are_no_error()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        using CancellationTokenSource enough = new();
        Task coming = Task.Run(
            async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await database.RunAsync("CREATE TABLE public.passing (id serial PRIMARY KEY, t text); DROP TABLE public.passing");
                }
            },
            TestContext.Current.CancellationToken);

        for (int i = 0; i < 15; i++)
        {
            Assert.True(session.Run("Get-XmrtTable -All; Get-XmrtIndex -All").Succeeded().Output.Count > 50);
        }

        await enough.CancelAsync();
        await coming;
    }

    [Fact]
    public async Task Exact_counts_go_on_after_one_that_fails()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(OddKinds);
        using PwshSession session = database.Connect(culture: "de-DE");

        PwshResult result = session.Run("Get-XmrtTable 'odd schema.*' -Exact -OrderBy Name").Succeeded();

        Assert.Equal(
            [500L, 10_000, 5_000, 5_000, 5_000, 0, null, 200],
            result.Of<DatabaseTable>().OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => t.ExactRows));
        Assert.Contains("Odd Schema.far was not counted", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains(result.Progress, progress => progress.StatusDescription.Contains("event_1", StringComparison.Ordinal));
        Assert.Contains("10.000", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_role_may_not_see_is_unknown_and_not_zero()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            "CREATE TABLE public.hidden AS SELECT i FROM generate_series(1, 1000) i; ANALYZE public.hidden");
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);

        PwshResult result = session.Run("$null = Connect-Xmrt $url; Get-XmrtTable hidden -Exact").Succeeded();

        DatabaseTable table = Assert.Single(result.Of<DatabaseTable>());
        Assert.Equal((1000L, null, null, null), (table.EstimatedRows, table.BloatEstimateBytes, table.BloatRatio, table.ExactRows));
        Assert.True(table.TotalBytes > 0);
        Assert.Contains("public.hidden was not counted", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }
}
