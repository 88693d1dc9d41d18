using CsCheck;
using XmrtOps.Database.Plans;

namespace XmrtOps.Tests.Database.Plans;

public sealed class PlanDisplayTests
{
    [Fact]
    public void Lines_fit_and_nothing_but_blanks_is_lost() =>
        Gen.Select(Gen.Char["ab  '-|"].Array[0, 200], Gen.Int[20, 100]).Sample((characters, width) =>
        {
            string text = new(characters);
            Assert.All(DisplayLines.Of(text, width, "  ").Concat(DisplayLines.OfRemedy(text, width)), line => Assert.InRange(line.Length, 0, width));
            Assert.Equal(
                text.Replace(" ", "", StringComparison.Ordinal),
                string.Concat(DisplayLines.OfRemedy(text, width)).Replace(" ", "", StringComparison.Ordinal));
        });

    [Fact]
    public void A_command_is_broken_where_it_can_be_pasted() => Assert.Equal(
        [
            "Get-XmrtQueryPlan 'SELECT a, b, c FROM t",
            "  WHERE x = ''one two''' -Connection db |",
            "  Find-XmrtMissingIndex",
        ],
        DisplayLines.OfRemedy("Get-XmrtQueryPlan 'SELECT a, b, c FROM t WHERE x = ''one two''' -Connection db | Find-XmrtMissingIndex", 42));

    [Fact]
    public void What_has_no_plan_is_told_with_its_reason() => Assert.Contains(
        "NotPlannable: VACUUM is a utility statement",
        PlanDisplay.Of(
            new QueryPlan { Connection = "db", Query = "VACUUM", State = PlanState.NotPlannable, Reason = "VACUUM is a utility statement." },
            80,
            null,
            null,
            null),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void A_very_deep_plan_fits(int width)
    {
        PlanNode node = new() { NodeType = "Seq Scan", Schema = "public", Table = new string('t', 60), Filter = new string('f', 500), Depth = 300, IsHot = true };
        for (int depth = 299; depth >= 0; depth--)
        {
            node = new PlanNode { NodeType = "Nested Loop", Depth = depth, Children = [node] };
        }

        string text = PlanDisplay.Of(
            new QueryPlan { Connection = "db", Query = "SELECT 1", State = PlanState.Planned, Root = node, Nodes = PlanTree.Flat(node) }, width, "", "", "");

        Assert.All(text.Split(Environment.NewLine), line => Assert.InRange(line.Length, 0, Math.Max(60, width)));
        Assert.Contains("301 steps in all", text, StringComparison.Ordinal);
    }
}
