using System.Globalization;
using System.Text;
using CsCheck;
using XmrtOps.Database.Plans;

namespace XmrtOps.Tests.Database.Plans;

public sealed class PlanTreeTests
{
    private static readonly Dictionary<(string Schema, string Table), TableFacts> s_noTables = [];

    private static readonly string[] s_types = ["Seq Scan", "Nested Loop", "Limit", "Gather", "Hash Join", "Something New"];

    private static readonly Gen<string> s_node = Gen.Recursive<string>((depth, nested) => Gen.Select(
        Gen.Int[0, s_types.Length - 1].Select(i => s_types[i]),
        Gen.Double[0, 1e6],
        Gen.Int[0, 1_000_000],
        Gen.Int[0, 3],
        depth > 5 ? Gen.Const(Array.Empty<string>()) : nested.Array[0, 3],
        (type, cost, rows, loops, children) => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"Node Type":"{{type}}","Parent Relationship":"{{(loops % 2 == 0 ? "Outer" : "Inner")}}","Total Cost":{{cost}},"Plan Rows":{{rows}},
             "Actual Rows":{{rows}},"Actual Loops":{{loops}},"Actual Total Time":{{cost}},"Unknown Key":[{"a":1}],
             "Plans":[{{string.Join(',', children)}}]}
            """)));

    [Fact]
    public void Every_tree_keeps_all_its_steps_and_has_one_hot_one() => s_node.Sample(json =>
    {
        using PlanDocument document = Document(json);
        PlanNode root = PlanTree.Build(document.Plan, s_noTables);
        List<PlanNode> nodes = PlanTree.Flat(root);

        Assert.Equal(json.Split("\"Node Type\"").Length - 1, nodes.Count);
        Assert.Single(nodes, node => node.IsHot);
        Assert.Equal(0, nodes[0].Depth);
        Assert.All(nodes, node =>
        {
            Assert.All(node.Children, child => Assert.Equal(node.Depth + 1, child.Depth));
            Assert.InRange(node.OwnCost, 0, double.MaxValue);
            Assert.Equal(node.Loops > 0, node.ActualRows is not null);
            Assert.Equal(node.Loops > 0, node.OwnMs is >= 0);
        });
    });

    [Fact]
    public void A_plan_of_two_thousand_levels_is_read()
    {
        StringBuilder json = new();
        for (int i = 0; i < 2000; i++)
        {
            json.Append("{\"Node Type\":\"Result\",\"Plans\":[");
        }

        json.Append("{\"Node Type\":\"Result\"}").Insert(json.Length, "]}", 2000);
        using PlanDocument document = Document(json.ToString());

        Assert.Equal(2001, PlanTree.Flat(PlanTree.Build(document.Plan, s_noTables)).Count);
    }

    [Fact]
    public void Times_below_a_gather_are_shared_by_its_processes()
    {
        using PlanDocument document = Document("""
            {"Node Type":"Gather","Workers Planned":2,"Workers Launched":2,"Actual Total Time":100,"Actual Rows":30,"Actual Loops":1,"Plans":[
              {"Node Type":"Seq Scan","Parallel Aware":true,"Relation Name":"t","Schema":"public","Alias":"x","Actual Total Time":90,"Actual Rows":10,"Actual Loops":3,
               "Workers":[{"Worker Number":0}]}]}
            """);
        PlanNode root = PlanTree.Build(document.Plan, s_noTables);

        Assert.Equal((100, 10), (root.TotalMs, root.OwnMs));
        Assert.Equal((90, 90), (root.Children[0].TotalMs, root.Children[0].OwnMs));
        Assert.Equal("Parallel Seq Scan on public.t x", root.Children[0].ToString());
        Assert.True(root.Children[0].IsHot);
    }

    [Fact]
    public void A_common_table_expression_takes_its_time_where_it_is_read()
    {
        using PlanDocument document = Document("""
            {"Node Type":"Sort","Actual Total Time":100,"Actual Rows":1,"Actual Loops":1,"Sort Method":"external merge","Sort Space Type":"Disk","Sort Space Used":512,"Plans":[
              {"Node Type":"Seq Scan","Parent Relationship":"InitPlan","Subplan Name":"CTE c","Actual Total Time":70,"Actual Rows":1,"Actual Loops":1},
              {"Node Type":"CTE Scan","Parent Relationship":"Outer","CTE Name":"c","Alias":"c","Actual Total Time":80,"Actual Rows":1,"Actual Loops":1},
              {"Node Type":"Index Scan","Parent Relationship":"SubPlan","Actual Total Time":0,"Actual Rows":0,"Actual Loops":0}]}
            """);
        PlanNode root = PlanTree.Build(document.Plan, s_noTables);

        Assert.Equal([20, 70, 10, null], PlanTree.Flat(root).Select(node => node.OwnMs));
        Assert.Equal(512 * 1024, root.DiskBytes);
        Assert.Null(root.Children[2].ActualRows);
    }

    [Fact]
    public void The_cost_of_the_inner_side_of_a_loop_is_its_own()
    {
        using PlanDocument document = Document("""
            {"Node Type":"Nested Loop","Total Cost":1010,"Plan Rows":100,"Plans":[
              {"Node Type":"Index Scan","Parent Relationship":"Outer","Total Cost":10,"Plan Rows":100},
              {"Node Type":"Seq Scan","Parent Relationship":"Inner","Total Cost":10,"Plan Rows":1}]}
            """);
        PlanNode root = PlanTree.Build(document.Plan, s_noTables);

        Assert.Equal([0, 10, 1000], PlanTree.Flat(root).Select(node => node.OwnCost));
        Assert.True(root.Children[1].IsHot);
    }

    [Fact]
    public void Triggers_and_compiling_are_read()
    {
        using PlanDocument document = PlanDocument.Parse("""
            [{"Plan":{"Node Type":"ModifyTable","Operation":"Delete","Relation Name":"t","Schema":"public"},
              "Triggers":[{"Trigger Name":"RI_1","Constraint Name":"fk","Relation":"t","Time":1.5,"Calls":3}],
              "JIT":{"Functions":2,"Timing":{"Generation":1,"Total":4.5}},"Execution Time":9}]
            """)!;

        Assert.Equal(new PlanTrigger { Name = "RI_1", Constraint = "fk", Table = "t", Calls = 3, TotalMs = 1.5 }, Assert.Single(document.Triggers()));
        Assert.Equal(4.5, document.JitMs());
        Assert.Equal("Delete on public.t", PlanTree.Build(document.Plan, s_noTables).ToString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"Query\":1}]")]
    [InlineData("\"x\"")]
    public void What_holds_no_plan_is_told(string json) => Assert.Null(PlanDocument.Parse(json));

    private static PlanDocument Document(string plan) => PlanDocument.Parse($"[{{\"Plan\":{plan}}}]")!;
}
