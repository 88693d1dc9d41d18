using XmrtOps.Rollback.Definitions;

namespace XmrtOps.Tests.Rollback;

/// <summary>What is told of an expression by its words alone.</summary>
public sealed class ExpressionTextTests
{
    [Theory]
    [InlineData("note <> ''", "(NOTE <> ''::text)")]
    [InlineData("now()", "now( )")]
    [InlineData("'x'", "('x'::text)")]
    [InlineData("lower(immutable_unaccent(title))", "lower( (immutable_unaccent(\"title\")) )")]
    public void What_is_alike_word_by_word_is_the_same(string one, string other) => Assert.True(ExpressionText.AreAlike(one, other));

    [Theory]
    [InlineData("a - b - c", "a - (b - c)")]
    [InlineData("f(g(a), b)", "f(g(a, b))")]
    [InlineData("a AND (b OR c)", "(a AND b) OR c")]
    [InlineData("x::int + 1", "(x + 1)::int")]
    [InlineData("NOT a AND b", "NOT (a AND b)")]
    [InlineData("'x'", "'X'")]
    [InlineData("\"Note\"", "note")]
    [InlineData("'x'::text || 'y'", "'x' || 'z'")]
    public void What_brackets_or_letters_may_tell_apart_is_not(string one, string other) => Assert.False(ExpressionText.AreAlike(one, other));

    [Theory]
    [InlineData("(a > 0) AND (b[1] = ')')", true)]
    [InlineData("a) FROM public.b; DROP TABLE (c", false)]
    [InlineData("a; b", false)]
    [InlineData("a = $1", false)]
    [InlineData("a = 'x", false)]
    [InlineData("(a", false)]
    public void Only_one_whole_expression_is_put_to_the_server(string text, bool isWhole) => Assert.Equal(isWhole, ExpressionText.IsWhole(text));

    [Theory]
    [InlineData("EXISTS (SELECT FROM members WHERE id = a)", true)]
    [InlineData("a IN (TABLE members)", true)]
    [InlineData("(SELECT auth.uid()) = a", false)]
    [InlineData("a IS DISTINCT FROM b", false)]
    [InlineData("EXTRACT(year FROM at) > 2000", false)]
    public void What_may_read_tables_is_seen(string text, bool mayRead) => Assert.Equal(mayRead, ExpressionText.MayRead(text));
}
