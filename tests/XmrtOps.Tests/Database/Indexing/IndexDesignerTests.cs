using XmrtOps.Data;
using XmrtOps.Database.Indexing;
using XmrtOps.Database.Plans;

namespace XmrtOps.Tests.Database.Indexing;

public sealed class IndexDesignerTests
{
    private static readonly HashSet<string> s_volatile = new(["date_trunc"], StringComparer.Ordinal);

    [Theory]
    [InlineData("(t.few = $1)", "")]
    [InlineData("(t.many = $1)", "many")]
    [InlineData("((t.medium = $1) AND (t.many = $2))", "many")]
    [InlineData("((t.medium = $1) AND (t.others = $2))", "medium, others")]
    [InlineData("((t.others = $2) AND (t.medium = $1))", "medium, others")]
    [InlineData("((t.at < $1) AND (t.medium = $2))", "medium, at")]
    [InlineData("((t.at < $1) AND (t.at > $2) AND (t.name > $3) AND (t.medium = $2))", "medium, at")]
    [InlineData("(t.open AND (t.at < $1))", "at WHERE open")]
    [InlineData("((NOT t.open) AND (t.many = $1))", "many")]
    [InlineData("((t.gone IS NULL) AND (t.at < $1))", "at WHERE gone IS NULL")]
    [InlineData("(date_trunc('day'::text, t.at) = $1)", "")]
    [InlineData("(lower(t.name) = $1)", "lower(name)")]
    [InlineData("((t.name)::text = $1)", "name")]
    [InlineData("((t.many)::text = $1)", "((many)::text)")]
    [InlineData("((t.at)::date = $1)", "")]
    [InlineData("((t.many + 1) = $1)", "")]
    [InlineData("(t.many = t.medium)", "")]
    [InlineData("(t.many <> 5)", "")]
    [InlineData("(t.name ~~ 'abc%'::text)", "name varchar_pattern_ops")]
    [InlineData("(t.name ~~ '%abc%'::text)", "")]
    [InlineData("(t.name ~~ $1)", "")]
    [InlineData("(t.tags @> $1)", "gin tags")]
    [InlineData("(t.many @> $1)", "")]
    public void Equality_first_and_the_most_selective_before_the_others(string filter, string expected) =>
        Assert.Equal(expected, Best(filter));

    [Theory]
    [InlineData("medium", 2)]
    [InlineData("medium DESC", 2)]
    public void The_order_of_the_first_rows_comes_after_equality(string order, int elements) => Assert.Equal(
        elements == 2 ? "others, medium" : "", Best("(t.others = $1)", $"t.{order}"));

    [Fact]
    public void Mixed_orders_are_written_out_and_one_way_is_not()
    {
        Assert.Equal("at, name", Best(null, "t.at DESC", "t.name DESC"));
        Assert.Equal("at DESC, name", Best(null, "t.at DESC", "t.name"));
        Assert.Equal("at DESC NULLS LAST", Best(null, "t.at DESC NULLS LAST"));
    }

    [Theory]
    [InlineData("CREATE INDEX a ON t (medium, others)", true)]
    [InlineData("CREATE INDEX a ON t (others, medium)", true)]
    [InlineData("CREATE INDEX a ON t (others, medium, at)", true)]
    [InlineData("CREATE INDEX a ON t (medium)", false)]
    [InlineData("CREATE INDEX a ON t (medium, at, others)", false)]
    [InlineData("CREATE INDEX a ON t (medium, others) WHERE open", false)]
    [InlineData("CREATE INDEX a ON t USING hash (medium)", false)]
    public void What_an_index_serves_already_is_known(string existing, bool serves) => Assert.Equal(
        serves,
        Design("((t.medium = $1) AND (t.others = $2))", [])[0].IsServedBy(IndexDefinition.Parse(existing)));

    [Theory]
    [InlineData(9_999, 1_048_575, false)]
    [InlineData(10_000, 0, true)]
    [InlineData(0, 1_048_576, true)]
    public void Small_tables_are_read_whole(double rows, long bytes, bool isLarge) =>
        Assert.Equal(isLarge, IndexingThresholds.IsLarge(rows, bytes));

    [Theory]
    [InlineData(99.9, 0, false)]
    [InlineData(100, 50, true)]
    [InlineData(100, 50.1, false)]
    public void Half_of_the_cost_has_to_be_saved(double before, double after, bool isSaving) =>
        Assert.Equal(isSaving, IndexingThresholds.IsSaving(before, after));

    [Theory]
    [InlineData(10_000, 50, 50_000, true)]
    [InlineData(9_999, 50, 50_000, false)]
    [InlineData(10_000, 49, 50_000, false)]
    [InlineData(10_000, 50, 49_999, false)]
    public void Again_and_again_is_fifty_times_and_a_tenth(double rows, long scans, long read, bool expected) =>
        Assert.Equal(expected, IndexingThresholds.IsScannedAgainAndAgain(rows, scans, read));

    [Fact]
    public void Names_fit_and_differ()
    {
        string[] names = IndexNames.For(new string('ä', 60), ["column_one", new string('x', 60)]);

        Assert.All(names, name => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(name), 1, 63));
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("t_a_b_idx", IndexNames.For("t", ["a", "b"])[0]);
        Assert.Equal("lower_name", IndexNames.PartOf("lower(name)"));
        Assert.Equal("data_k", IndexNames.PartOf("((data ->> 'k'::text))"));
        Assert.Equal("name", IndexNames.PartOf("name varchar_pattern_ops"));
    }

    private static string Best(string? filter, params string[] order)
    {
        List<IndexCandidate> designed = Design(filter, order);
        return designed.Count == 0
            ? ""
            : (designed[0].Method == "gin" ? "gin " : "") + string.Join(", ", designed[0].Elements)
                + (designed[0].Predicate is { } predicate ? $" WHERE {predicate}" : "");
    }

    private static List<IndexCandidate> Design(string? filter, string[] order)
    {
        PlanNode node = new() { NodeType = "Seq Scan", Filter = filter, EstimatedRows = 100, TotalCost = 5000, Alias = "t" };
        ScanNeed need = new()
        {
            Plan = new QueryPlan
            {
                Connection = "db",
                Query = "SELECT $1",
                State = PlanState.Planned,
                TotalCost = 5000,
                Root = node,
                Nodes = [node],
            },
            Node = node,
            Table = new RelationName("public", "t"),
            Alias = "t",
            Conditions = filter is null ? [] : [.. ConditionParser.Parse(filter).Conjuncts],
            FirstBy = [.. order.Select(SortKey.Parse)],
            ExpectedRows = 100,
        };
        TableStatistics table = Table();
        return IndexDesigner.Design(need, table, table, s_volatile, trigramSchema: null);
    }

    private static TableStatistics Table() => new()
    {
        Schema = "public",
        Name = "t",
        Rows = 100_000,
        Bytes = 10_000_000,
        Columns = new[]
        {
            Column("many", "integer", 50_000),
            Column("medium", "integer", 500),
            Column("others", "integer", 100),
            Column("few", "integer", 2),
            Column("name", "character varying", 50_000),
            Column("at", "timestamp with time zone", 90_000),
            Column("tags", "text[]", 100),
            Column("gone", "timestamp with time zone", 90_000) with { NullFraction = 0.01 },
            Column("open", "boolean", 2) with
            {
                CommonValues = new Dictionary<string, double>(StringComparer.Ordinal) { ["f"] = 0.98, ["t"] = 0.02 },
            },
        }.ToDictionary(column => column.Name, StringComparer.Ordinal),
    };

    private static ColumnStatistics Column(string name, string type, double distinct) => new()
    {
        Name = name,
        Type = type,
        AverageWidth = 8,
        NullFraction = 0,
        Distinct = distinct,
    };
}
