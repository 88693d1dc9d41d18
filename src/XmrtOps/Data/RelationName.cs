using System.Text;
using XmrtOps.Faults;

namespace XmrtOps.Data;

/// <summary>
/// The name of a table or index as people type it: <c>webhook_logs</c>, <c>auth.users</c>, <c>Mixed Case</c>, or with
/// SQL's quotes where a part holds a dot: <c>"my.schema"."t"</c>. Letters are taken as they are, never folded.
/// </summary>
/// <param name="Schema">Null where only the name was given.</param>
/// <param name="Name">Without quotes.</param>
internal sealed record RelationName(string? Schema, string Name)
{
    /// <exception cref="XmrtException">InvalidRelationName.</exception>
    public static RelationName Parse(string text)
    {
        List<string> parts = [];
        int at = 0;
        while (true)
        {
            parts.Add(Part(text, ref at));
            if (at == text.Length)
            {
                break;
            }

            // A dot: another part has to follow.
            at++;
        }

        return parts.Count <= 2 && parts.TrueForAll(part => part.Length > 0)
            ? new RelationName(parts.Count == 2 ? parts[0] : null, parts[^1])
            : throw Errors.InvalidRelationName(text);
    }

    /// <summary>As SQL needs it.</summary>
    public string ToSql() => Schema is null
        ? DatabaseTransaction.QuoteIdentifier(Name)
        : $"{DatabaseTransaction.QuoteIdentifier(Schema)}.{DatabaseTransaction.QuoteIdentifier(Name)}";

    /// <summary>As people type it: what <see cref="Parse"/> reads back.</summary>
    public override string ToString() => Schema is null ? Shown(Name) : $"{Shown(Schema)}.{Shown(Name)}";

    private static string Shown(string part) =>
        part.AsSpan().IndexOfAny('.', '"') < 0 ? part : DatabaseTransaction.QuoteIdentifier(part);

    private static string Part(string text, ref int at)
    {
        if (at == text.Length || text[at] != '"')
        {
            int dot = text.IndexOf('.', at);
            int end = dot < 0 ? text.Length : dot;
            string plain = text[at..end];
            at = end;
            return plain.Contains('"', StringComparison.Ordinal) ? throw Errors.InvalidRelationName(text) : plain;
        }

        StringBuilder name = new();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                name.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                name.Append('"');
                at++;
            }
            else
            {
                at++;
                return at == text.Length || text[at] == '.' ? name.ToString() : throw Errors.InvalidRelationName(text);
            }
        }

        throw Errors.InvalidRelationName(text);
    }
}
