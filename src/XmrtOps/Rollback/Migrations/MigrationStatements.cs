using System.Security.Cryptography;
using System.Text;
using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Migrations;

/// <summary>
/// Cuts a migration into its statements as the Supabase CLI does when it records them: at semicolons that are in no quotes,
/// no comment and no body in SQL's own form. Comments stay with the statement that they stand before.
/// </summary>
internal static class MigrationStatements
{
    private const char Between = '\u001f';

    /// <summary>The statements, without white space around them and without their semicolons.</summary>
    public static List<string> Split(string sql)
    {
        List<string> statements = [];
        StringBuilder statement = new();
        StatementEnd end = new();
        foreach (SqlToken token in SqlLexer.Tokens(sql))
        {
            if (end.IsReachedBy(token))
            {
                Add(statements, statement);
                end = new StatementEnd();
            }
            else
            {
                statement.Append(token.Text);
            }
        }

        Add(statements, statement);
        return statements;
    }

    /// <summary>It does something: it is more than a comment.</summary>
    public static bool IsExecutable(string statement) => SqlLexer.Tokens(statement).Exists(token => token.IsSignificant);

    /// <summary>The text ends within a quote or a comment.</summary>
    public static bool IsBroken(string sql) => SqlLexer.Tokens(sql).Exists(token => !token.IsComplete);

    /// <summary>
    /// A SHA-256 of what the statements say. White space, comments, capitals of keywords, line ends of Windows and
    /// where a statement was cut make no difference.
    /// </summary>
    public static string Hash(IEnumerable<string> statements)
    {
        StringBuilder said = new();
        foreach (string statement in statements)
        {
            foreach (SqlToken token in SqlLexer.Tokens(statement))
            {
                if (token.IsSignificant && !token.Is(';'))
                {
                    said.Append(Said(token)).Append(Between);
                }
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString())));
    }

    private static string Said(SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Word => token.Text.ToLowerInvariant(),
        SqlTokenKind.Text => token.Text.ReplaceLineEndings("\n"),
        _ => token.Text,
    };

    private static void Add(List<string> statements, StringBuilder statement)
    {
        string text = statement.ToString().Trim();
        statement.Clear();
        if (text.Length > 0)
        {
            statements.Add(text);
        }
    }
}
