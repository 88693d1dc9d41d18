using CsCheck;
using XmrtOps.Database.Indexing;

namespace XmrtOps.Tests.Database.Indexing;

/// <summary>The forms in which the server writes the conditions of a plan.</summary>
public sealed class ConditionParserTests
{
    [Theory]
    [InlineData("(t.a = $1)", "a =")]
    [InlineData("((t.a = $1) AND (t.b >= '2026-01-01'::date) AND (NOT t.c))", "a =|b >=|not c")]
    [InlineData("((t.status)::text = ANY ('{a,\"b AND c\"}'::text[]))", "status =any")]
    [InlineData("((t.a IS NULL) AND (t.b IS NOT NULL))", "a null|b notnull")]
    [InlineData("(($1 = t.a) AND t.open)", "$1 =|open")]
    [InlineData("(t.\"Mixed Case\" = 'x = y'::text)", "Mixed Case =")]
    [InlineData("(CASE WHEN (t.a = 1) THEN 'x AND y'::text ELSE t.b END = 'z'::text)", "expression =")]
    [InlineData("((t.a = 1) OR (t.b = 2))", "any")]
    [InlineData("(t.a <> ALL ('{1,2}'::integer[]))", "truth")]
    [InlineData("(hashed SubPlan 1)", "truth")]
    [InlineData("(t.a OPERATOR(other.=) 3)", "truth")]
    public void Conditions_are_taken_apart(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', ConditionParser.Parse(text).Conjuncts.Select(Describe)));

    [Theory]
    [InlineData("(t.a = other.b)", "t")]
    [InlineData("(lower((t.a)::text) = $1)", "t")]
    [InlineData("(extensions.f(t.a) = 3)", "t")]
    [InlineData("((t.a)::extensions.kind = 3)", "t")]
    [InlineData("('t.a'::text = $1)", "")]
    public void Columns_are_told_from_functions_types_and_texts(string text, string left) => Assert.Equal(
        left,
        string.Join(',', Assert.IsType<Condition.Comparison>(ConditionParser.Parse(text)).Left.Aliases));

    [Theory]
    [InlineData("(lower((t.a)::text) = $1)", "lower((a)::text)")]
    [InlineData("((t.data ->> 't.k'::text) = $1)", "data ->> 't.k'::text")]
    [InlineData("(lower(t.\"Odd name\") = $1)", "lower(\"Odd name\")")]
    public void Expressions_lose_the_alias_and_nothing_else(string text, string expected) => Assert.Equal(
        expected, Assert.IsType<Condition.Comparison>(ConditionParser.Parse(text)).Left.TextWithout("t"));

    [Theory]
    [InlineData("t.at DESC", true, true, "at")]
    [InlineData("t.at", false, true, "at")]
    [InlineData("t.at DESC NULLS LAST", true, false, "at")]
    [InlineData("lower(t.a) NULLS FIRST", false, false, "lower(a)")]
    public void Sort_keys_have_an_order(string text, bool isDescending, bool isOrdinary, string key)
    {
        SortKey parsed = SortKey.Parse(text);

        Assert.Equal((isDescending, isOrdinary, key), (parsed.IsDescending, parsed.IsOrdinary, parsed.Key.TextWithout("t")));
    }

    [Fact]
    public void No_text_makes_it_fail() => Gen.Char["()t.a=$1 ANDORNOT'\":[],<>~-"].Array[0, 60].Sample(characters =>
        Assert.NotEmpty(ConditionParser.Parse(new string(characters)).Conjuncts.Take(1)));

    private static string Describe(Condition condition) => condition switch
    {
        Condition.Comparison c =>
            $"{c.Left.Column("t", out _) ?? (c.Left.Aliases.Count == 0 ? "$1" : "expression")} {c.Operator}{(c.IsAnyElement ? "any" : "")}",
        Condition.NullTest test => $"{test.Tested.Column("t", out _)} {(test.IsNull ? "null" : "notnull")}",
        Condition.Not { Inner: Condition.Truth truth } => $"not {truth.Value.Column("t", out _)}",
        Condition.Truth truth => truth.Value.Column("t", out _) ?? "truth",
        Condition.Any => "any",
        _ => condition.GetType().Name,
    };
}
