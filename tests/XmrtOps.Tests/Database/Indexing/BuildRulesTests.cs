using XmrtOps.Database.Indexing;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Tests.Database.Indexing;

public sealed class BuildRulesTests
{
    [Theory]
    [InlineData("Snapshot", 59.9, false, null)]
    [InlineData("Snapshot", 60.0, false, "IndexWouldWait")]
    [InlineData("Snapshot", 60.0, true, null)]
    [InlineData("Prepared", 3600.0, false, "IndexWouldWait")]
    [InlineData("Build", 0.1, true, "IndexBuildInProgress")]
    public void Old_transactions_are_named_and_young_ones_waited_for(string kind, double seconds, bool allow, string? errorId)
    {
        Obstacle obstacle = new(kind, 4711, "app", "psql", "active", TimeSpan.FromSeconds(seconds));
        XmrtException? refused = null;
        try
        {
            BuildPreflight.Judge([obstacle], "public.t", "public.t_idx", new BuildOptions { AllowWaiting = allow });
        }
        catch (XmrtException fault)
        {
            refused = fault;
        }

        Assert.Equal(errorId, refused?.ErrorId);
        Assert.True(refused is null || refused.Message.Contains("pid 4711 (psql", StringComparison.Ordinal));
    }

    [Fact]
    public void An_age_that_is_hidden_is_said_and_refuses_nothing()
    {
        Obstacle hidden = new("Snapshot", 4711, null, null, null, Age: null);

        BuildPreflight.Judge([hidden], "public.t", "public.t_idx", new BuildOptions());
        Assert.Equal("pid 4711 (age hidden from this role)", hidden.ToString());
    }

    [Theory]
    [InlineData("it's", "'it''s'")]
    [InlineData("it\u2019s $x `n", "'it\u2019\u2019s $x `n'")]
    public void Commands_to_paste_quote_what_PowerShell_takes_for_quotes(string text, string expected) =>
        Assert.Equal(expected, PowerShellLiteral.Quote(text));

    [Theory]
    [InlineData("{a,\"b,c\",\"d\\\"e\",NULL}", "a|b,c|d\"e|NULL")]
    [InlineData("{}", "")]
    [InlineData(null, "")]
    public void Arrays_are_read_as_the_server_writes_them(string? text, string expected) =>
        Assert.Equal(expected, string.Join('|', PostgresArray.Read(text)));

    [Theory]
    [InlineData("initializing", 0, 0, 0)]
    [InlineData("building index: scanning table", 100, 50, 35)]
    [InlineData("index validation: scanning table", 100, 100, 95)]
    [InlineData("waiting for old snapshots", 0, 0, 95)]
    [InlineData("something new", 0, 0, null)]
    public void Progress_moves_through_the_phases(string phase, long total, long done, int? percent) =>
        Assert.Equal(percent, BuildProgress.Percent(phase, total, done));

    [Fact]
    public void Size_is_reckoned_from_rows_and_keys()
    {
        TableStatistics table = new()
        {
            Schema = "public",
            Name = "t",
            Rows = 1_000_000,
            Columns = new Dictionary<string, ColumnStatistics>(StringComparer.Ordinal)
            {
                ["id"] = new() { Name = "id", Type = "bigint", AverageWidth = 8, Distinct = 1_000_000 },
                ["kind"] = new() { Name = "kind", Type = "integer", AverageWidth = 4, Distinct = 10 },
            },
        };

        // Measured on 15: 22.5 MB for a million different bigints, 7.0 MB for ten values.
        Assert.InRange(IndexSize.Estimate(table, "btree", ["id"], 1, 1, isUnique: true)!.Value, 19_000_000, 25_000_000);
        Assert.InRange(IndexSize.Estimate(table, "btree", ["kind"], 1, 1, isUnique: false)!.Value, 5_500_000, 8_500_000);
        Assert.Null(IndexSize.Estimate(table, "gin", ["kind"], 1, 1, isUnique: false));
    }
}
