using CsCheck;
using XmrtOps.Database.Plans;

namespace XmrtOps.Tests.Database.Plans;

public sealed class SqlLexerTests
{
    /// <summary>Pieces of SQL, the highest parameter that each really has, and whether it ends a statement.</summary>
    private static readonly (string Sql, int Parameter, bool IsEnd)[] s_pieces =
    [
        ("SELECT", 0, false),
        ("$1", 1, false),
        ("$12", 12, false),
        ("'$7;'", 0, false),
        ("'it''s $7;'", 0, false),
        (@"E'\'$7;'", 0, false),
        (@"'\'", 0, false),
        ("U&'\\0041;'", 0, false),
        ("x'ab;'", 0, false),
        ("$$ $7; $$", 0, false),
        ("$a$ $7; $$ $b$ $a$", 0, false),
        ("$ä1$;$ä1$", 0, false),
        ("-- $7; it's\n", 0, false),
        ("/* $7; /* ; */ ' */", 0, false),
        ("\"col$7;\"\"\"", 0, false),
        ("a$7", 0, false),
        ("tab$le$7", 0, false),
        ("1.5e-3", 0, false),
        (".5", 0, false),
        ("->>", 0, false),
        ("@>-", 0, false),
        ("::", 0, false),
        ("(", 0, false),
        (")", 0, false),
        (";", 0, true),
    ];

    private static readonly Gen<(string Sql, int Parameter, bool IsEnd)[]> s_statements =
        Gen.Int[0, s_pieces.Length - 1].Select(i => s_pieces[i]).Array[1, 30];

    [Fact]
    public void Parameters_and_semicolons_count_only_outside_of_quotes_and_comments() => s_statements.Sample(pieces =>
    {
        List<SqlToken> tokens = SqlLexer.Tokens(string.Join(' ', pieces.Select(piece => piece.Sql)));

        Assert.Equal(
            pieces.Where(piece => piece.Parameter > 0).Select(piece => piece.Parameter),
            tokens.Where(token => token.Kind == SqlTokenKind.Parameter)
                .Select(token => int.Parse(token.Text[1..], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(pieces.Count(piece => piece.IsEnd), tokens.Count(token => token.Is(';')));
        Assert.All(tokens, token => Assert.True(token.IsComplete));
    });

    [Fact]
    public void The_pieces_together_are_the_text_whatever_it_is() =>
        Gen.Char["ab$1'\"-/*;\\ \n(E)eU&.:ä"].Array[0, 40].Sample(text =>
            Assert.Equal(new string(text), string.Concat(SqlLexer.Tokens(new string(text)).Select(token => token.Text))));

    [Theory]
    [InlineData("'open")]
    [InlineData("E'open\\'")]
    [InlineData("\"open")]
    [InlineData("$$ open $")]
    [InlineData("$a$ open $b$")]
    [InlineData("/* open /* */")]
    public void What_is_not_closed_is_told(string text) => Assert.False(SqlLexer.Tokens("SELECT " + text)[^1].IsComplete);

    [Theory]
    [InlineData("Agents", "agents")]
    [InlineData("\"Mixed \"\"Case\"", "Mixed \"Case")]
    [InlineData("$1", null)]
    public void Names_are_folded_as_the_server_folds_them(string text, string? name) =>
        Assert.Equal(name, Assert.Single(SqlLexer.Tokens(text)).Name);
}
