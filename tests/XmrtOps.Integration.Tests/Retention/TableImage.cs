using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>What a table holds, to the last byte: rows and a checksum of them all, whatever their order.</summary>
internal static class TableImage
{
    public static Task<Dictionary<string, string>> OfAsync(TestDatabase database, params string[] tables) =>
        OfAsync(database.ValueAsync<string>, tables);

    /// <param name="ask">Answers a question to the server.</param>
    /// <param name="tables">The tables, as SQL writes them.</param>
    public static async Task<Dictionary<string, string>> OfAsync(Func<string, Task<string>> ask, params string[] tables)
    {
        Dictionary<string, string> images = new(StringComparer.Ordinal);
        foreach (string table in tables)
        {
            images.Add(table, await ask(
                $"""
                 SELECT count(*) || ':' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '-') FROM {table} AS t
                 """));
        }

        return images;
    }

    /// <summary>Waits until nobody on the server is still at what began before the rows were written that are there now:
    /// what is younger than the oldest transaction an archive cannot be sure to have.</summary>
    public static async Task SettleAsync(TestDatabase database)
    {
        long written = await database.ValueAsync<long>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        while (await database.ValueAsync<long>("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint") < written)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public static long RowsOf(string image) => long.Parse(image.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);
}
