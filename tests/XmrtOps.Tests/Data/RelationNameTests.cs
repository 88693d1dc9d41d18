using CsCheck;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Data;

public sealed class RelationNameTests
{
    [Theory]
    [InlineData("webhook_logs", null, "webhook_logs", "\"webhook_logs\"")]
    [InlineData("auth.users", "auth", "users", "\"auth\".\"users\"")]
    [InlineData("Mixed Case", null, "Mixed Case", "\"Mixed Case\"")]
    [InlineData("\"my.schema\".t", "my.schema", "t", "\"my.schema\".\"t\"")]
    [InlineData("\"a\"\"b\"", null, "a\"b", "\"a\"\"b\"")]
    [InlineData("x; DROP TABLE y", null, "x; DROP TABLE y", "\"x; DROP TABLE y\"")]
    public void Names_are_read_to_the_letter(string text, string? schema, string name, string sql)
    {
        RelationName read = RelationName.Parse(text);

        Assert.Equal(new RelationName(schema, name), read);
        Assert.Equal(sql, read.ToSql());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a.b.c")]
    [InlineData("\"open")]
    [InlineData("\"a\"b")]
    [InlineData("a\"b")]
    [InlineData("\"\"")]
    public void What_is_no_name_is_an_error(string text) =>
        Assert.Equal("InvalidRelationName", Assert.Throws<XmrtException>(() => RelationName.Parse(text)).ErrorId);

    [Fact]
    public void What_is_shown_reads_back()
    {
        Gen<string> part = Gen.String[Gen.Char["ab\".' A-é"], 1, 8];
        Gen.Select(part.Null(), part).Sample((schema, name) =>
        {
            RelationName relation = new(schema, name);
            return RelationName.Parse(relation.ToString()) == relation;
        });
    }
}
