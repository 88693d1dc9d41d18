using CsCheck;
using XmrtOps.Database.Plans;

namespace XmrtOps.Tests.Database.Plans;

public sealed class PlannableTextTests
{
    [Theory]
    [InlineData("SELECT 1", "SELECT 1", 0)]
    [InlineData("  ; -- first\n SELECT $2 + $1 ; ; -- last", "SELECT $2 + $1", 2)]
    [InlineData("/* a */ select 1 -- b", "select 1", 0)]
    [InlineData("((VALUES ($3)))", "((VALUES ($3)))", 3)]
    [InlineData("MERGE INTO a USING b ON true WHEN MATCHED THEN DO NOTHING", "MERGE INTO a USING b ON true WHEN MATCHED THEN DO NOTHING", 0)]
    public void One_statement_is_taken_without_what_follows_it(string text, string sql, int parameters)
    {
        PlannableText plannable = PlannableText.Of(text);

        Assert.Null(plannable.Reason);
        Assert.Equal((sql, parameters), (plannable.Sql, plannable.ParameterCount));
    }

    [Theory]
    [InlineData("", "no statement")]
    [InlineData("SELECT 1; SELECT 2", "several")]
    [InlineData("SELECT 1; /* then */ COMMIT", "several")]
    [InlineData("SELECT 'x", "cut off")]
    [InlineData("SELECT (1", "cut off")]
    [InlineData("SELECT a, b…", "cut off")]
    [InlineData("SELECT $99999999999", "$65535")]
    [InlineData("SELECT $65536", "$65535")]
    [InlineData("SELECT \0", "NUL")]
    [InlineData("vacuum full", "VACUUM is a utility statement")]
    [InlineData("EXPLAIN SELECT 1", "EXPLAIN already")]
    [InlineData("COPY (SELECT 1) TO STDOUT", "the query within it")]
    [InlineData("CALL x()", "no plan of its own")]
    [InlineData("42", "does not begin like a statement")]
    [InlineData("(", "cut off")]
    [InlineData("()", "does not begin like a statement")]
    public void Anything_else_is_refused_with_a_reason(string text, string reason) =>
        Assert.Contains(reason, PlannableText.Of(text).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_text_of_a_million_characters_is_the_longest()
    {
        Assert.Null(PlannableText.Of("SELECT " + new string('1', 999_993)).Reason);
        Assert.Contains("characters", PlannableText.Of("SELECT " + new string('1', 999_994)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_leaves_its_statement() => Gen.Char["a;'$\"-/*\n (1)"].Array[0, 30].Sample(characters =>
    {
        PlannableText plannable = PlannableText.Of("SELECT " + new string(characters));

        Assert.True(plannable.Reason is not null || !plannable.Tokens.Any(token => token.Is(';')));
        Assert.True(plannable.Reason is not null || !SqlLexer.Tokens(plannable.Sql).Exists(token => token.Is(';')));
    });

    [Fact]
    public void Nothing_throws() => Gen.String.Sample(text => PlannableText.Of(text) is not null);
}
