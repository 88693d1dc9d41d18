using XmrtOps.Database.Plans;

namespace XmrtOps.Tests.Database.Plans;

public sealed class ExplainStatementTests
{
    [Theory]
    [InlineData(160000, true)]
    [InlineData(180001, true)]
    [InlineData(159999, false)]
    [InlineData(130000, false)]
    [InlineData(null, false)]
    public void The_server_plans_for_any_value_where_it_can_and_is_made_to_where_it_cannot(int? version, bool isOffered)
    {
        ExplainStatement explain = ExplainStatement.Of(PlannableText.Of("SELECT $2, $1"), null, version, false, "p");

        Assert.True(explain.IsGeneric);
        if (isOffered)
        {
            Assert.StartsWith("EXPLAIN (GENERIC_PLAN, ", Assert.Single(explain.Statements), StringComparison.Ordinal);
            Assert.Null(explain.Prepared);
        }
        else
        {
            Assert.Equal("SET LOCAL plan_cache_mode = force_generic_plan", explain.Statements[0]);
            Assert.Equal("PREPARE p AS SELECT $2, $1", explain.Statements[1]);
            Assert.EndsWith("EXECUTE p (NULL, NULL)", explain.Statements[2], StringComparison.Ordinal);
            Assert.Equal("p", explain.Prepared);
        }
    }

    [Fact]
    public void Values_make_it_a_plan_for_these()
    {
        ExplainStatement explain = ExplainStatement.Of(PlannableText.Of("SELECT $1"), ["it's"], 180000, true, "p");

        Assert.False(explain.IsGeneric);
        Assert.Contains("force_custom_plan", explain.Statements[0], StringComparison.Ordinal);
        Assert.StartsWith("EXPLAIN (ANALYZE, BUFFERS, ", explain.Statements[2], StringComparison.Ordinal);
        Assert.EndsWith("EXECUTE p ('it''s')", explain.Statements[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_parameters_is_explained_as_it_is() => Assert.Matches(
        @"^EXPLAIN \(FORMAT JSON, VERBOSE[^)]*\) SELECT 1$",
        Assert.Single(ExplainStatement.Of(PlannableText.Of("SELECT 1;"), null, 150000, false, "p").Statements));
}
