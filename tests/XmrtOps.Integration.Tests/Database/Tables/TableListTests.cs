using XmrtOps.Database.Tables;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Tables;

/// <summary>Which tables are listed, in which order, and how that looks.</summary>
public sealed class TableListTests(SandboxServer server)
{
    [Theory]
    [InlineData(TableOrder.TotalSize)]
    [InlineData(TableOrder.TableSize)]
    [InlineData(TableOrder.IndexSize)]
    [InlineData(TableOrder.Rows)]
    [InlineData(TableOrder.DeadRows)]
    [InlineData(TableOrder.Bloat)]
    [InlineData(TableOrder.SequentialRows)]
    public async Task Each_order_sorts_by_its_own_measure_and_pages_by_it(TableOrder order)
    {
        await using TestDatabase database = await server.CopyAsync();
        // Nothing may change between the two pages: neither by a vacuum, nor by counters that arrive late.
        await database.RunAsync(
            """
            ALTER TABLE public.rate_limits SET (autovacuum_enabled = off);
            DELETE FROM public.rate_limits;
            SELECT count(*) FROM public.webhook_logs
            """);
        await StatisticsWait.EventuallyAsync(
            database,
            """
            SELECT bool_and(CASE relname WHEN 'rate_limits' THEN n_dead_tup ELSE seq_scan + idx_scan END > 0)
            FROM pg_stat_user_tables WHERE schemaname = 'public' AND relname IN ('rate_limits', 'webhook_logs')
            """);
        using PwshSession session = database.Connect();

        IReadOnlyList<DatabaseTable> all = session.Run($"Get-XmrtTable -OrderBy {order} -All").Succeeded().Of<DatabaseTable>();
        IReadOnlyList<DatabaseTable> some =
            session.Run($"Get-XmrtTable -OrderBy {order} -Skip 1 -First 3").Succeeded().Of<DatabaseTable>();

        Func<DatabaseTable, long?> measure = order switch
        {
            TableOrder.TotalSize => t => t.TotalBytes,
            TableOrder.TableSize => t => t.TableBytes,
            TableOrder.IndexSize => t => t.IndexBytes,
            TableOrder.Rows => t => t.EstimatedRows,
            TableOrder.DeadRows => t => t.DeadRows,
            TableOrder.Bloat => t => t.BloatEstimateBytes,
            _ => t => t.SequentialRowsRead,
        };
        Assert.Equal(all.Select(measure).OrderByDescending(value => value ?? -1), all.Select(measure));
        Assert.Equal(all.Skip(1).Take(3).Select(table => table.Name), some.Select(table => table.Name));
    }

    [Fact]
    public async Task Names_take_wildcards_and_no_character_of_them_means_anything_else()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE TABLE public.\"a.b(c)\" (i integer)");
        using PwshSession session = database.Connect();

        Assert.Equal(["a.b(c)"], Names(session, "Get-XmrtTable 'a.b(c)'"));
        Assert.Equal(["a.b(c)"], Names(session, "Get-XmrtTable 'public.\"a.b(c)\"'"));
        Assert.Empty(Names(session, "Get-XmrtTable 'a?b(d)'"));
        Assert.Equal(["rate_limits", "users"], Names(session, "Get-XmrtTable auth.users, RATE_LIMITS").Order());
        Assert.DoesNotContain("pg_class", Names(session, "Get-XmrtTable -All"));
        Assert.Equal(["pg_class"], Names(session, "Get-XmrtTable pg_class -IncludeSystem"));
        Assert.Equal(["InvalidWildcard"], session.Run("Get-XmrtTable 'a[b'").ErrorIds);
    }

    [Fact]
    public async Task The_table_fits_80_columns_and_a_warm_call_takes_three_round_trips()
    {
        await using TestDatabase database = await server.CopyAsync();
        using CountingProxy proxy = new(server.Sandbox.Port);
        using PwshSession session = new(80, "de-DE");
        session.Set("url", database.UrlOf(server.Sandbox.UserName, server.Sandbox.Password, proxy.Port));
        session.Run("$null = Connect-Xmrt $url; Get-XmrtTable").Succeeded();

        PwshResult result = session.Run("Set-StrictMode -Version Latest; Get-XmrtTable").Succeeded();
        // Autovacuum may hold a lock for a moment, which takes another look.
        Assert.Equal(3, Enumerable.Range(0, 3).Min(_ =>
        {
            int before = proxy.RoundTrips;
            session.Run("$null = Get-XmrtTable").Succeeded();
            return proxy.RoundTrips - before;
        }));
        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains("42.948", result.Screen, StringComparison.Ordinal);
        Assert.Equal(20, result.Output.Count);
        Assert.Contains(result.Information, said => said.ToString().Contains("20", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(PwshSession session, string script) =>
        session.Run(script).Succeeded().Of<DatabaseTable>().Select(table => table.Name);
}
