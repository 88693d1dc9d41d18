using XmrtOps.Database.Plans;

namespace XmrtOps.Tests.Database.Plans;

public sealed class FilterExpressionTests
{
    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        ["email"] = "varchar",
        ["name"] = "text",
        ["id"] = "uuid",
        ["at"] = "timestamptz",
        ["n"] = "int4",
        ["data"] = "jsonb",
        ["Mixed Case"] = "text",
    };

    [Theory]
    [InlineData("(lower(t.name) = 'x'::text)", "name", "lower(name)", false)]
    [InlineData("(lower((t.email)::text) = $1)", "email", "lower((email)::text)", false)]
    [InlineData("((t.id)::text = $1)", "id", "(id)::text", true)]
    [InlineData("(t.n > 1 AND (date_trunc('day'::text, t.at) >= $1))", "at", "date_trunc('day'::text, at)", false)]
    [InlineData("(('x'::text = (t.data ->> 'k'::text)) AND (t.n = 1))", "data", "(data ->> 'k'::text)", false)]
    [InlineData("((n + 1) = 5)", "n", "(n + 1)", false)]
    [InlineData("((n)::numeric >= 1.5)", "n", "(n)::numeric", true)]
    [InlineData("(upper(t.\"Mixed Case\") = ANY ('{A,B}'::text[]))", "Mixed Case", "upper(\"Mixed Case\")", false)]
    [InlineData("(COALESCE(t.name, ''::text) = $1)", "name", "COALESCE(name, ''::text)", false)]
    public void A_column_that_is_not_compared_itself_is_found(string filter, string column, string expression, bool isCast)
    {
        WrappedColumn wrapped = Assert.Single(FilterExpression.WrappedColumns(filter, "t", s_types));

        Assert.Equal((column, expression, isCast), (wrapped.Column, wrapped.Expression, wrapped.IsCast));
    }

    [Theory]
    [InlineData("((t.email)::text = 'x'::text)")]
    [InlineData("(t.name = lower($1))")]
    [InlineData("(t.at > (now() - '1 day'::interval))")]
    [InlineData("(lower(t.name) = t.email)")]
    [InlineData("(lower(other.name) = $1)")]
    [InlineData("((t.name IS NULL) OR t.flag)")]
    [InlineData("(COALESCE(current_setting('a'::text, true), ''::text) = 'x'::text)")]
    [InlineData("(t.id = '00000000-0000-0000-0000-000000000000'::uuid)")]
    [InlineData("")]
    [InlineData("((((")]
    public void One_that_is_or_that_an_index_cannot_serve_anyhow_is_not(string filter) =>
        Assert.Empty(FilterExpression.WrappedColumns(filter, "t", s_types));

    [Theory]
    [InlineData("(current_setting('request.jwt.claims'::text, true) = 'x'::text)", true)]
    [InlineData("(auth.uid() = t.id)", true)]
    [InlineData("(\"auth\".role() = 'x')", false)]
    [InlineData("((InitPlan 1).col1 = t.id)", false)]
    [InlineData("(current_setting('app.tenant'::text) = t.name)", false)]
    [InlineData("(t.name = 'auth.uid()'::text)", false)]
    public void Asking_for_the_token_is_told_from_other_settings(string filter, bool asks) =>
        Assert.Equal(asks, PolicyJudgement.AsksForToken(filter));
}
