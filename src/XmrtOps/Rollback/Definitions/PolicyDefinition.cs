using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Definitions;

/// <summary>Which rows a policy lets through, for whom.</summary>
internal static class PolicyDefinition
{
    /// <summary>Reads CREATE POLICY from behind CREATE.</summary>
    public static Definition Of(StatementReader reader)
    {
        Definition definition = new();
        if (!reader.Take("policy") || reader.Name() is null || !reader.Take("on") || reader.QualifiedName() is null)
        {
            return Definition.NotRead("it is not understood");
        }

        definition.Set("kind", reader.Take("as", "restrictive") ? "RESTRICTIVE" : "PERMISSIVE");
        _ = reader.Take("as", "permissive");
        definition.Set("command", reader.Take("for") ? reader.Name()?.ToUpperInvariant() ?? "" : "ALL");
        definition.Set("roles", reader.Take("to")
            ? NameList.Sorted(reader.Tokens(token => token.Is("using") || token.Is("with")))
            : "public");
        if (reader.Take("using") && reader.Brackets() is { } visible)
        {
            definition.Set("USING", visible, DefinitionPartKind.Expression);
        }

        if (reader.Take("with", "check") && reader.Brackets() is { } accepted)
        {
            definition.Set("WITH CHECK", accepted, DefinitionPartKind.Expression);
        }

        if (definition.Find("roles")!.Text.Contains("current_", StringComparison.Ordinal)
            || definition.Find("roles")!.Text.Contains("session_user", StringComparison.Ordinal))
        {
            definition.Unread = "its roles, which are those of the session that made it";
        }

        return reader.IsAtEnd ? definition : Definition.NotRead("it is not understood");
    }
}
