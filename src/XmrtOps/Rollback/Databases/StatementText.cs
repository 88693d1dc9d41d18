using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Databases;

/// <summary>A statement of somebody's in the form in which it is sent, so that nothing on the way changes or cuts it.</summary>
internal static class StatementText
{
    /// <summary>
    /// With a blank before it, so that what marks our statements does not get into a text that it begins with. The driver cuts at
    /// semicolons, also at those of BEGIN ATOMIC … END and of a rule's actions: these are sent as a text that the server runs.
    /// </summary>
    public static string Of(string statement)
    {
        if (!SqlLexer.Tokens(statement).Exists(token => token.Is(';')))
        {
            return " " + statement;
        }

        string tag = "xmrt";
        while (statement.Contains(tag, StringComparison.Ordinal))
        {
            tag += "_";
        }

        return $"DO ${tag}1$ BEGIN EXECUTE ${tag}2${statement}${tag}2$; END ${tag}1$";
    }
}
