using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Database.Indexing;

/// <summary>An index as the parameters of New-XmrtIndex describe it.</summary>
internal static class IndexRequest
{
    /// <exception cref="XmrtException">InvalidRelationName; IndexDefinitionInvalid: the condition is more than one.</exception>
    public static IndexDefinition Of(
        string table,
        IReadOnlyList<string> columns,
        string? name,
        bool isUnique,
        string? where,
        IReadOnlyList<string> included,
        string method)
    {
        RelationName relation = RelationName.Parse(table);
        IndexDefinition definition = new()
        {
            IsUnique = isUnique,
            Name = name ?? IndexNames.For(relation.Name, columns)[0],
            Table = relation,
            Method = method,
            Elements = [.. columns.Select(IdentifierSql.Of)],
            Included = [.. included.Select(IdentifierSql.Of)],
            Predicate = where is null ? null : $"({where})",
        };
        // A condition that closes its bracket and goes on is no condition: what is read back has to be what was meant.
        IndexDefinition read = IndexDefinition.Parse(definition.ToSql(isConcurrent: true));
        return read.Predicate == definition.Predicate?.Trim() && read.Options is null && IsOneGroup(read.Predicate)
            ? definition
            : throw Errors.IndexDefinitionInvalid("-Where is no single condition");
    }

    private static bool IsOneGroup(string? predicate)
    {
        int depth = 0;
        IEnumerable<Plans.SqlToken> tokens = Plans.SqlLexer.Tokens(predicate ?? "");
        List<Plans.SqlToken> significant = [.. tokens.Where(token => token.IsSignificant)];
        for (int i = 0; i < significant.Count; i++)
        {
            depth += significant[i].Is('(') ? 1 : significant[i].Is(')') ? -1 : 0;
            if (depth == 0 && i < significant.Count - 1)
            {
                return false;
            }
        }

        return depth == 0;
    }
}
