using System.Collections;
using CsCheck;
using XmrtOps.Database.Plans;

namespace XmrtOps.Tests.Database.Plans;

public sealed class SqlLiteralTests
{
    [Fact]
    public void Nothing_in_a_value_ends_its_quotes() => Gen.String.Sample(text =>
    {
        string literal = SqlLiteral.Of(text);
        List<SqlToken> tokens = SqlLexer.Tokens(literal);

        Assert.Equal(SqlTokenKind.Text, Assert.Single(tokens).Kind);
        Assert.True(tokens[0].IsComplete);
        string inner = literal[(literal.IndexOf('\'', StringComparison.Ordinal) + 1)..^1].Replace("''", "'", StringComparison.Ordinal);
        Assert.Equal(text, literal[0] == 'E' ? inner.Replace("\\\\", "\\", StringComparison.Ordinal) : inner);
    });

    [Fact]
    public void Values_are_written_as_the_server_reads_them_in_any_culture()
    {
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("de-DE");

        Assert.Equal("NULL", SqlLiteral.Of(null));
        Assert.Equal("'1.5'", SqlLiteral.Of(1.5));
        Assert.Equal("'-3'", SqlLiteral.Of(-3));
        Assert.Equal("'true'", SqlLiteral.Of(true));
        Assert.Equal("'it''s'", SqlLiteral.Of("it's"));
        Assert.Equal("E'a\\\\b'", SqlLiteral.Of("a\\b"));
        Assert.Equal("E'\\\\x01ff'", SqlLiteral.Of(new byte[] { 1, 255 }));
        Assert.Equal("'90.5 seconds'", SqlLiteral.Of(TimeSpan.FromSeconds(90.5)));
        Assert.Equal(
            "'2026-03-01T12:00:00.000000+01:00'",
            SqlLiteral.Of(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(1))));
        Assert.Equal("'{\"1\",NULL,\"a,b\"}'", SqlLiteral.Of(new ArrayList { 1, null, "a,b" }));
        Assert.Equal("'{{\"1\"},{\"2\"}}'", SqlLiteral.Of(new object[] { new[] { 1 }, new[] { 2 } }));
        Assert.Equal("'{\"a\":1.5}'", SqlLiteral.Of(new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = 1.5 }));
    }
}
