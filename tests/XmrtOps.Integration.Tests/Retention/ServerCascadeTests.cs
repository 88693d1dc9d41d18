using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>What goes along is gone and accounted for, whether the server's foreign keys delete it or we have to.</summary>
public sealed class ServerCascadeTests(SandboxServer server)
{
    // Of 2,000 logs every second one is old. A pair refers to two of them: once to two old ones, to one, to none.
    private const string Tree =
        """
        CREATE TABLE public.log (id int PRIMARY KEY, created_at timestamptz);
        CREATE TABLE public.pair (id int PRIMARY KEY, first int REFERENCES public.log ON DELETE CASCADE, second int REFERENCES public.log ON DELETE CASCADE);
        CREATE TABLE public.detail (id int PRIMARY KEY, log int REFERENCES public.log ON DELETE CASCADE);
        CREATE TABLE public.line (id int PRIMARY KEY, detail int REFERENCES public.detail ON DELETE CASCADE);
        INSERT INTO public.log SELECT i, CASE WHEN i % 2 = 0 THEN now() ELSE '2020-01-01' END FROM generate_series(1, 2000) i;
        INSERT INTO public.pair SELECT i, i, CASE WHEN i % 3 = 0 THEN i ELSE 2001 - i END FROM generate_series(1, 2000) i;
        INSERT INTO public.detail SELECT i, 1 + i % 2000 FROM generate_series(1, 5000) i;
        INSERT INTO public.line SELECT i, 1 + i % 5000 FROM generate_series(1, 9000) i;
        CREATE INDEX ON public.pair (first);
        CREATE INDEX ON public.pair (second);
        CREATE INDEX ON public.detail (log);
        CREATE INDEX ON public.line (detail);
        GRANT ALL ON ALL TABLES IN SCHEMA public TO postgres;
        """;

    [Theory]
    [InlineData("SELECT")]
    // Those of foreign keys as well.
    [InlineData("ALTER TABLE public.log DISABLE TRIGGER ALL")]
    [InlineData("ALTER TABLE public.detail DISABLE TRIGGER ALL")]
    [InlineData("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET track_counts = off', current_database()); END $$")]
    public async Task What_went_along_is_what_the_account_says(string before)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Tree);
        await database.RunAsync(before);
        Dictionary<string, long> rows = await RowsAsync(database);
        using PwshSession session = database.Connect();

        RetentionPreview preview = Assert.Single(session.Run("Remove-XmrtLog 30d -Table log -WhatIf").Succeeded().Of<RetentionPreview>());
        RetentionResult result = Assert.Single(session.Run("Remove-XmrtLog 30d -Table log -Force").Succeeded().Of<RetentionResult>());

        Assert.Equal((1000, StopReason.Completed), (result.Deleted, result.StoppedBecause));
        Dictionary<string, long> left = await RowsAsync(database);
        Dictionary<string, long> gone = result.Cascades.GroupBy(cascade => cascade.Table)
            .ToDictionary(same => same.Key, same => same.Sum(cascade => cascade.Rows!.Value));
        Assert.Equal(rows, left.ToDictionary(table => table.Key, table => table.Value + gone[table.Key]));
        Assert.Equal(rows.Values.Sum() - left.Values.Sum(), result.CascadedRows);
        Assert.Equal(
            0,
            await database.ValueAsync<long>(
                """
                SELECT (SELECT count(*) FROM public.pair WHERE first % 2 = 1 OR second % 2 = 1)
                     + (SELECT count(*) FROM public.detail WHERE log % 2 = 1)
                     + (SELECT count(*) FROM public.line l WHERE NOT EXISTS (SELECT FROM public.detail d WHERE d.id = l.detail))
                """));
        foreach (string table in new[] { "detail", "line" })
        {
            Assert.Equal(preview.Cascades.Single(cascade => cascade.Table == table).Rows, gone[table]);
        }
    }

    private static async Task<Dictionary<string, long>> RowsAsync(TestDatabase database)
    {
        Dictionary<string, long> rows = [];
        foreach (string table in new[] { "pair", "detail", "line" })
        {
            rows[table] = await database.ValueAsync<long>($"SELECT count(*) FROM public.{table}");
        }

        return rows;
    }
}
