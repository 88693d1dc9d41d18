using XmrtOps.Database.Plans;

namespace XmrtOps.Tests.Database.Plans;

public sealed class ExplainStatementTests
{
    [Fact]
    public void The_server_is_made_to_plan_for_any_value()
    {
        ExplainStatement explain = ExplainStatement.Of(PlannableText.Of("SELECT $2, $1"), null, false, "p");

        Assert.True(explain.IsGeneric);
        Assert.Equal("SET LOCAL plan_cache_mode = force_generic_plan", explain.Statements[0]);
        Assert.Equal("PREPARE p AS SELECT $2, $1", explain.Statements[1]);
        Assert.EndsWith("EXECUTE p (NULL, NULL)", explain.Statements[2], StringComparison.Ordinal);
        Assert.Equal("p", explain.Prepared);
    }

    [Fact]
    public void Values_make_it_a_plan_for_these()
    {
        ExplainStatement explain = ExplainStatement.Of(PlannableText.Of("SELECT $1"), ["it's"], true, "p");

        Assert.False(explain.IsGeneric);
        Assert.Contains("force_custom_plan", explain.Statements[0], StringComparison.Ordinal);
        Assert.StartsWith("EXPLAIN (ANALYZE, BUFFERS, ", explain.Statements[2], StringComparison.Ordinal);
        Assert.EndsWith("EXECUTE p ('it''s')", explain.Statements[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_parameters_is_explained_as_it_is() => Assert.Matches(
        @"^EXPLAIN \(FORMAT JSON, VERBOSE[^)]*\) SELECT 1$",
        Assert.Single(ExplainStatement.Of(PlannableText.Of("SELECT 1;"), null, false, "p").Statements));
}
