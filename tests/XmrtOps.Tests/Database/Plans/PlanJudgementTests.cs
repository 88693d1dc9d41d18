using System.Globalization;
using XmrtOps.Database.Plans;
using XmrtOps.Findings;

namespace XmrtOps.Tests.Database.Plans;

public sealed class PlanJudgementTests
{
    [Theory]
    [InlineData(10_000, 5_000, true)]
    [InlineData(9_999, 1, false)]
    [InlineData(10_000, 5_001, false)]
    public void A_large_table_read_for_a_part_of_it_is_a_finding(double rows, double kept, bool isFound) =>
        AssertFound("SequentialScan", isFound, Scan(rows, kept, "(t.a = $1)"), "SELECT * FROM t WHERE a = $1");

    [Fact]
    public void A_table_that_was_never_analyzed_is_not_called_large() =>
        AssertFound("SequentialScan", false, Scan(null, 5, "(t.a = $1)"), "SELECT * FROM t WHERE a = $1");

    [Theory]
    [InlineData("Limit", "Sort", 1_000, true)]
    [InlineData("Limit", "Sort", 1_001, false)]
    [InlineData("Limit", "Result", 10, false)]
    [InlineData("Aggregate", "Sort", 1, false)]
    [InlineData("Hash Join", "Hash", 1_000, true)]
    [InlineData("Hash Join", "Hash", 1_001, false)]
    public void What_a_limit_after_a_sort_or_a_join_leaves_counts(string top, string middle, double rows, bool isFound)
    {
        PlanNode plan = Node(top, rows, Node(middle, 10_000, Scan(10_000, 10_000, null)));

        AssertFound("SequentialScan", isFound, plan, "SELECT * FROM t");
    }

    [Fact]
    public void A_filter_that_looks_at_no_column_is_no_missing_index() => AssertFound(
        "SequentialScan",
        false,
        Scan(100_000, 500, "(current_setting('request.jwt.claims'::text, true) = 'x'::text)"),
        "SELECT * FROM t");

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(9_999, false)]
    public void Reading_all_of_a_large_table_without_a_condition_is_a_finding(double rows, bool isFound)
    {
        AssertFound("NoPredicate", isFound, Scan(rows, rows, null), "SELECT * FROM t", Severity.Warning);
        AssertFound("NoPredicate", isFound, Node("Aggregate", 1, Scan(rows, rows, null)), "SELECT count(*) FROM t", Severity.Information);
        AssertFound(
            "NoPredicate",
            isFound,
            Node("ModifyTable", 0, Scan(rows, rows, null)) with { Operation = "Delete" },
            "DELETE FROM t",
            Severity.Critical);
        AssertFound("NoPredicate", false, Node("Limit", 5, Scan(rows, rows, null)), "SELECT * FROM t LIMIT 5");
        AssertFound("NoPredicate", false, Scan(rows, rows, "(t.a > 0)"), "SELECT * FROM t WHERE a > 0");
    }

    [Fact]
    public void Partitions_are_one_table()
    {
        PlanNode plan = Node("Append", 30, Scan(20_000, 10, "(t.a = $1)"), Scan(30_000, 10, "(t.a = $1)"), Scan(10_000, 10, "(t.a = $1)"));

        Finding finding = Assert.Single(Judge(plan, "SELECT * FROM t WHERE a = $1"));
        Assert.Equal(30_000d, finding.Evidence["TableRows"]);
        Assert.Contains("2 more partitions", finding.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 100, true)]
    [InlineData(10, 99, false)]
    [InlineData(1_000, 100, true)]
    [InlineData(1_000, 101, false)]
    [InlineData(9.9, 99, false)]
    public void An_estimate_that_is_ten_times_wrong_is_a_finding(double estimated, double actual, bool isFound) =>
        AssertFound("Misestimate", isFound, Measured(Scan(50_000, estimated, "(t.a > 1)"), actual), "SELECT * FROM t WHERE a > 1");

    [Fact]
    public void Only_the_origin_of_a_wrong_estimate_is_named_and_a_limit_excuses()
    {
        PlanNode wrong = Measured(Scan(50_000, 10, "(t.a > 1)"), 1_000);
        PlanNode above = Measured(Node("Sort", 10, wrong), 1_000);
        PlanNode stopped = Measured(Node("Limit", 10, Measured(Scan(50_000, 40_000, "(t.a > 1)"), 10)), 10);

        Assert.Equal("ANALYZE \"public\".\"t\";", Assert.Single(Judge(above, "SELECT 1"), f => f.Code == "Misestimate").Remedy);
        AssertFound("Misestimate", false, stopped, "SELECT 1");
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(9_999, false)]
    public void A_loop_over_many_rows_is_a_finding(double outer, bool isFound) =>
        AssertFound("NestedLoop", isFound, Loop(outer, Node("Index Scan", 1)), "SELECT 1");

    [Theory]
    [InlineData(1_000, 1_000, true)]
    [InlineData(1_000, 999, false)]
    public void A_loop_over_many_pairs_is_a_finding(double outer, double inner, bool isFound) =>
        AssertFound("NestedLoop", isFound, Loop(outer, Node("Materialize", inner)), "SELECT 1");

    [Fact]
    public void A_sort_or_a_hash_on_disk_is_a_finding()
    {
        AssertFound("SpilledToDisk", true, Measured(Node("Sort", 5) with { DiskBytes = 1024 }, 5), "SELECT 1");
        AssertFound("SpilledToDisk", false, Measured(Node("Sort", 5) with { DiskBytes = 0 }, 5), "SELECT 1");
        AssertFound("SpilledToDisk", true, Measured(Node("Hash", 5) with { HashBatches = 2 }, 5), "SELECT 1");
        AssertFound("SpilledToDisk", false, Measured(Node("Hash", 5) with { HashBatches = 1 }, 5), "SELECT 1");
        Assert.Contains("1.0 MB", Assert.Single(Judge(Node("Sort", 5), "SELECT 1", new PlanSource { TempBytesPerCall = 1_048_576 })).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT * FROM t WHERE a > 1", 1_000, true)]
    [InlineData("SELECT * FROM t WHERE a > 1", 999.9, false)]
    [InlineData("SELECT * FROM t WHERE a > 1 LIMIT 5000", 5_000, false)]
    [InlineData("SELECT * FROM t WHERE a > 1 FETCH FIRST 5000 ROWS ONLY", 5_000, false)]
    [InlineData("SELECT * FROM (SELECT * FROM t LIMIT 5000) x", 5_000, true)]
    public void Many_rows_of_a_call_without_a_limit_are_a_finding(string sql, double rows, bool isFound)
    {
        IReadOnlyList<Finding> findings = Judge(Node("Index Scan", 5), sql, new PlanSource { RowsPerCall = rows, Calls = 7 });

        Assert.Equal(isFound, findings.Any(finding => finding.Code == "UnboundedResult"));
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(999, false)]
    public void A_policy_that_asks_for_the_token_for_each_row_is_a_finding(double rows, bool isFound) =>
        AssertFound("RlsFilterCost", isFound, Scan(rows, 5, "(auth.uid() = t.a)"), "SELECT 1");

    [Fact]
    public void A_function_around_a_column_is_a_finding_with_its_expression_index()
    {
        Finding finding = Assert.Single(
            Judge(Scan(10_000, 50, "(lower(t.b) = $1)"), "SELECT * FROM t WHERE lower(b) = $1"), f => f.Code == "FunctionOnColumn");

        Assert.Contains("CREATE INDEX CONCURRENTLY ON \"public\".\"t\" ((lower(b)));", finding.Remedy, StringComparison.Ordinal);
        AssertFound("FunctionOnColumn", false, Scan(9_999, 50, "(lower(t.b) = $1)"), "SELECT 1");
    }

    [Fact]
    public void The_remedy_is_a_command_to_paste()
    {
        Assert.Equal(
            "Get-XmrtQueryPlan 'SELECT * FROM t WHERE b = ''x''' -Connection db | Find-XmrtMissingIndex",
            Assert.Single(Judge(Scan(10_000, 50, "(t.b = 'x')"), "SELECT *\n  FROM t WHERE b = 'x'")).Remedy);
        Assert.Equal(
            "Get-XmrtSlowQuery -All -Connection db | Where-Object QueryId -eq -42 | Get-XmrtQueryPlan | Find-XmrtMissingIndex",
            Assert.Single(Judge(Scan(10_000, 50, "(t.b = 'x')"), "SELECT 1", new PlanSource { QueryId = "-42" })).Remedy);
    }

    [Fact]
    public void A_good_plan_has_no_finding() => Assert.Empty(Judge(
        Measured(Node("Limit", 20, Measured(Node("Index Scan", 20) with { Table = "t", Schema = "public", TableRows = 1e9 }, 20)), 20),
        "SELECT * FROM t WHERE a = 1 LIMIT 20",
        new PlanSource { RowsPerCall = 20, Calls = 1_000_000, TempBytesPerCall = 0 }));

    private static void AssertFound(string code, bool isFound, PlanNode root, string sql, Severity? severity = null)
    {
        Finding[] found = [.. Judge(root, sql).Where(finding => finding.Code == code)];
        Assert.Equal(isFound ? 1 : 0, found.Length);
        Assert.All(found, finding =>
        {
            Assert.NotNull(finding.Remedy);
            Assert.NotEmpty(finding.Evidence);
            Assert.Equal(severity ?? finding.Severity, finding.Severity);
        });
    }

    private static IReadOnlyList<Finding> Judge(PlanNode root, string sql, PlanSource? source = null)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        QueryPlan plan = new()
        {
            Connection = "db",
            Query = sql,
            QueryId = source?.QueryId,
            RowsPerCall = source?.RowsPerCall,
            Root = root,
            Nodes = PlanTree.Flat(root),
            IsAnalyzed = root.Loops is not null,
            ActualRows = root.ActualRows,
        };
        return PlanJudgement.Of(plan, PlannableText.Of(sql), source, new Dictionary<(string Schema, string Table), TableFacts>
        {
            [("public", "t")] = new() { ColumnTypes = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "int4", ["b"] = "text" } },
        });
    }

    private static PlanNode Node(string type, double rows, params PlanNode[] children) =>
        new() { NodeType = type, EstimatedRows = rows, Children = children };

    private static PlanNode Scan(double? tableRows, double kept, string? filter) =>
        Node("Seq Scan", kept) with { Schema = "public", Table = "t", Alias = "t", TableRows = tableRows, Filter = filter };

    private static PlanNode Measured(PlanNode node, double rows) => node with { ActualRows = rows, Loops = 1 };

    private static PlanNode Loop(double outer, PlanNode inner) => Node(
        "Nested Loop",
        outer,
        Node("Index Scan", outer) with { ParentRelationship = "Outer" },
        inner with { ParentRelationship = "Inner" });
}
