using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Definitions;

/// <summary>The usual names of the usual types, so that the server is asked for the others only.</summary>
internal static class TypeName
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["int"] = "integer",
        ["int4"] = "integer",
        ["int8"] = "bigint",
        ["int2"] = "smallint",
        ["bool"] = "boolean",
        ["varchar"] = "character varying",
        ["decimal"] = "numeric",
        ["float8"] = "double precision",
        ["float4"] = "real",
        ["timestamptz"] = "timestamp with time zone",
        ["timestamp"] = "timestamp without time zone",
    };

    /// <summary>They are the same for certain.</summary>
    public static bool AreAlike(string one, string other) => Usual(one) == Usual(other);

    private static string Usual(string type)
    {
        List<SqlToken> tokens = [.. SqlLexer.Tokens(type).Where(token => token.IsSignificant)];
        if (tokens.Count > 0 && tokens[0].Kind == SqlTokenKind.Word && s_names.TryGetValue(tokens[0].Name!, out string? name)
            // timestamp with time zone, timestamp(3).
            && (tokens[0].Name is not ("timestamp" or "timestamptz") || tokens.Count == 1))
        {
            return name + string.Concat(tokens.Skip(1).Select(token => token.Text));
        }

        return string.Join(' ', tokens.TakeWhile(token => token.Kind == SqlTokenKind.Word).Select(token => token.Name))
            + string.Concat(tokens.SkipWhile(token => token.Kind == SqlTokenKind.Word).Select(token => token.Text));
    }
}
