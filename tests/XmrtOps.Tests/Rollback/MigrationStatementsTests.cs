using CsCheck;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Tests.Rollback;

/// <summary>Where a migration is cut, and what its hash tells apart.</summary>
public sealed class MigrationStatementsTests
{
    private static readonly string[] s_whole =
    [
        "SELECT 1", "INSERT INTO b VALUES (E'it\\'s; ok'), ($$;$$), ($tag$ ; $$ ; $tag$)", "CREATE TABLE \"we;ird\" (\"a;b\" int)",
        "CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT x; SELECT CASE WHEN x > 1 THEN 2 ELSE 3 END; END",
        "CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$", "CREATE TABLE atomic (begin_x int)",
        "-- a comment; with semicolon\nCREATE TABLE a (id int)", "/* c; /* nested; */ x; */ SELECT 2", "COMMENT ON TABLE a IS U&'\\0041;b'",
        "CREATE RULE r AS ON INSERT TO a DO ALSO (INSERT INTO b VALUES ('x'); INSERT INTO b VALUES ('y'))", "SELECT 'a\\'", "BEGIN",
        "CREATE FUNCTION a$b$c() RETURNS int LANGUAGE sql AS 'select 1; select 2'", "SELECT 'x' -- it's; fine\n, 'y'",
    ];

    private static readonly string[] s_pieces =
    [
        ";", "'", "\"", "$$", "$a$", "--", "/*", "*/", "(", ")", "begin", "atomic", "case", "end", "e'", "\\", "\n", "\r\n", " ", "x", "1", "é", "\0",
    ];

    [Fact]
    public void Statements_are_cut_where_the_server_ends_them()
    {
        Gen.Int[0, s_whole.Length - 1].Array[0, 8].Sample(indexes =>
        {
            string[] expected = [.. indexes.Select(index => s_whole[index])];

            Assert.Equal(expected, MigrationStatements.Split(string.Join(";\n", expected) + ";;\n ;"));
        });
    }

    [Fact]
    public void Whatever_a_file_holds_is_cut_without_losing_anything_but_semicolons_and_space()
    {
        Gen.Int[0, s_pieces.Length - 1].Array[0, 40].Sample(
            indexes =>
            {
                string text = string.Concat(indexes.Select(index => s_pieces[index]));

                List<string> statements = MigrationStatements.Split(text);

                Assert.Equal(Bare(text), Bare(string.Concat(statements)));
                // Of what ends within a quote, the white space at its end belongs to the quote.
                Assert.True(
                    MigrationStatements.IsBroken(text)
                    || MigrationStatements.Hash([text]) == MigrationStatements.Hash(statements));
            },
            iter: 5_000);
    }

    [Theory]
    [InlineData("CREATE TABLE a(id int);", "create   table a ( id INT ) -- made\n")]
    [InlineData("SELECT 1; SELECT 2", "SELECT 1;;\r\nSELECT 2;")]
    [InlineData("SELECT 'a\r\nb'", "SELECT 'a\nb'")]
    public void What_says_the_same_has_one_hash(string one, string other) =>
        Assert.Equal(HashOf(one), HashOf(other));

    [Theory]
    [InlineData("SELECT 'a'", "SELECT 'A'")]
    [InlineData("SELECT \"a\"", "SELECT \"A\"")]
    [InlineData("SELECT ab", "SELECT a b")]
    [InlineData("SELECT 1", "SELECT 1; SELECT 2")]
    public void What_says_something_else_has_another_hash(string one, string other) =>
        Assert.NotEqual(HashOf(one), HashOf(other));

    private static string HashOf(string sql) => MigrationStatements.Hash(MigrationStatements.Split(sql));

    private static string Bare(string text) => string.Concat(text.Where(c => c != ';' && !char.IsWhiteSpace(c)));
}
