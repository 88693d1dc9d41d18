using XmrtOps.Data;
using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Inverses;

/// <summary>What undoes GRANT: a REVOKE of the same. The other way round is never derived.</summary>
internal static class GrantInverses
{
    private const string NotUnderstood = "it is not understood in full";

    private static readonly string[] s_privileges =
    [
        "select", "insert", "update", "delete", "truncate", "references", "trigger", "usage", "create", "execute", "all", "privileges",
    ];

    /// <summary>Reads on behind GRANT.</summary>
    public static StatementInverse Of(StatementReader reader)
    {
        List<string> privileges = [];
        while (!reader.IsAt("on"))
        {
            if (reader.Current.Kind != SqlTokenKind.Word || !s_privileges.Contains(reader.Current.Name, StringComparer.Ordinal))
            {
                return StatementInverse.None(
                    reader.IsAt("to") || reader.IsAtEnd ? "membership of a role may have been there before" : NotUnderstood);
            }

            privileges.Add(reader.Current.Text.ToUpperInvariant());
            reader.Skip();
            if (reader.Take(','))
            {
                privileges[^1] += ",";
            }
        }

        reader.Take("on");
        string target = reader.Rest;
        string kind = reader.Take("function") ? "function" : reader.Take("schema") ? "schema" : reader.Take("sequence") ? "sequence"
            : reader.Take("type") ? "type" : "table";
        reader.Take("table");
        if (reader.IsAt("all"))
        {
            return StatementInverse.None("which objects it was for then is not known any more");
        }

        if (Target(reader, kind) is not { } name || !reader.Take("to"))
        {
            return StatementInverse.None(NotUnderstood);
        }

        if (reader.RestHas("option") || reader.RestHas("granted"))
        {
            return StatementInverse.None("others may have granted on what they were granted");
        }

        string roles = reader.Rest;
        return StatementInverse.Of(
            $"REVOKE {string.Join(' ', privileges)} ON {target[..^(roles.Length + " to ".Length)]} FROM {roles}",
            new SchemaObject { Kind = SchemaObjectKind.Grant, Schema = name.Schema ?? "", Name = name.Name },
            "that the roles did not have the privilege before by another grant of the same owner");
    }

    private static RelationName? Target(StatementReader reader, string kind)
    {
        RelationName? name = kind == "schema"
            ? reader.Name() is { } schema ? new RelationName(null, schema) : null
            : reader.QualifiedName();
        return name is not null && (kind != "function" || reader.Brackets() is not null) ? name : null;
    }
}
