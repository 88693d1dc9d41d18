using XmrtOps.Database.Tables;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Tables;

/// <summary>How tables grow, by samples that are kept.</summary>
public sealed class TableGrowthTests(SandboxServer server)
{
    [Fact]
    public async Task Growth_is_told_from_the_last_sample_and_reading_writes_none()
    {
        await using TestDatabase database = await server.CopyAsync();
        // A vacuum makes a map, which is growth too.
        await database.RunAsync(
            "CREATE TABLE public.growing (t text) WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false); INSERT INTO public.growing VALUES ('a')");
        using PwshSession session = database.Connect();
        Assert.Null(session.Run("Get-XmrtTable growing").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);
        Assert.Contains("What if", session.Run("Save-XmrtTableSize -WhatIf").Succeeded().Screen, StringComparison.Ordinal);
        Assert.Null(session.Run("Get-XmrtTable growing").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);

        TableSizeSample sample = Assert.Single(
            session.Run("Get-XmrtTable growing, rate_limits | Save-XmrtTableSize").Succeeded().Of<TableSizeSample>());
        await database.RunAsync("INSERT INTO public.growing SELECT repeat('x', 100) FROM generate_series(1, 10000)");
        DatabaseTable grown = Assert.Single(session.Run("Get-XmrtTable growing").Succeeded().Of<DatabaseTable>());

        Assert.Equal((2, 0), (sample.Tables, sample.LeftOut));
        Assert.InRange(grown.GrowthBytes!.Value, 1_000_000, 3_000_000);
        // The state file keeps microseconds.
        Assert.True((grown.GrowthSince!.Value - sample.SampledAt!.Value).Duration() < TimeSpan.FromMilliseconds(1));
        Assert.Null(session.Run("Get-XmrtTable webhook_logs").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);
        TableSizeSample all = Assert.Single(session.Run("Save-XmrtTableSize").Succeeded().Of<TableSizeSample>());
        Assert.Equal(session.Run("Get-XmrtTable -All").Succeeded().Output.Count, all.Tables);
        Assert.Equal(0, session.Run("Get-XmrtTable growing").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);
    }

    [Fact]
    public async Task A_piped_table_is_saved_for_the_system_it_came_from_only()
    {
        await using TestDatabase first = await server.CopyAsync();
        await using TestDatabase second = await server.CopyAsync();
        using PwshSession session = first.Connect("first");
        session.Set("url", second.Url);
        session.Run("$null = Connect-Xmrt $url -Name second").Succeeded();

        PwshResult result = session.Run("Get-XmrtTable rate_limits -Connection first | Save-XmrtTableSize").Succeeded();

        Assert.Equal(["first"], result.Of<TableSizeSample>().Select(sample => sample.Connection));
        Assert.Null(session.Run("Get-XmrtTable rate_limits").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);
        Assert.Equal(0, session.Run("Get-XmrtTable rate_limits -Connection first").Succeeded().Of<DatabaseTable>()[0].GrowthBytes);
    }
}
