using System.Text;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;

namespace XmrtOps.Database.Indexing;

/// <summary>The parts of one CREATE INDEX statement. What has been parsed into it is one statement and nothing more.</summary>
internal sealed record IndexDefinition
{
    public bool IsUnique { get; init; }

    /// <summary>Without quotes.</summary>
    public required string Name { get; init; }

    public required RelationName Table { get; init; }

    /// <summary>Of the partitioned table alone, as the server writes the indexes of such tables.</summary>
    public bool IsOnly { get; init; }

    public string Method { get; init; } = "btree";

    /// <summary>Columns and expressions with their operator classes and orders, as SQL writes them.</summary>
    public required IReadOnlyList<string> Elements { get; init; }

    public IReadOnlyList<string> Included { get; init; } = [];

    /// <summary>NULLS NOT DISTINCT, WITH (…) and TABLESPACE, as they are written.</summary>
    public string? Options { get; init; }

    public string? Predicate { get; init; }

    /// <summary>The elements are more than names of columns, so that ANALYZE has something to gather for them.</summary>
    public bool HasExpressions => Elements.Any(element => element.Contains('(', StringComparison.Ordinal));

    /// <exception cref="XmrtException">IndexDefinitionInvalid.</exception>
    public static IndexDefinition Parse(string sql) => new IndexDefinitionParser(sql).Read();

    /// <summary>The same index on another table, such as a partition.</summary>
    public IndexDefinition On(RelationName table, string name) => this with { Table = table, Name = name, IsOnly = false };

    /// <summary>The statement. Everything in it is either quoted here or was cut out of one parsed statement.</summary>
    public string ToSql(bool isConcurrent)
    {
        StringBuilder sql = new("CREATE ");
        sql.Append(IsUnique ? "UNIQUE " : "").Append("INDEX ").Append(isConcurrent ? "CONCURRENTLY " : "")
            .Append(IdentifierSql.Of(Name)).Append(" ON ").Append(IsOnly ? "ONLY " : "").Append(IdentifierSql.Of(Table))
            .Append(" USING ").Append(IdentifierSql.Of(Method)).Append(" (").AppendJoin(", ", Elements).Append(')');
        if (Included.Count > 0)
        {
            sql.Append(" INCLUDE (").AppendJoin(", ", Included).Append(')');
        }

        if (Options is not null)
        {
            sql.Append(' ').Append(Options);
        }

        if (Predicate is not null)
        {
            sql.Append(" WHERE ").Append(Predicate);
        }

        return sql.ToString();
    }

    /// <summary>Both would hold the same entries in the same order; names and storage options do not count.</summary>
    public bool IsEquivalentTo(IndexDefinition other) =>
        IsUnique == other.IsUnique
        && Method == other.Method
        && Same(Elements, other.Elements)
        && Same(Included, other.Included)
        && SqlNormalForm.Of(Predicate ?? "") == SqlNormalForm.Of(other.Predicate ?? "");

    private static bool Same(IReadOnlyList<string> left, IReadOnlyList<string> right) =>
        left.Select(SqlNormalForm.OfElement).SequenceEqual(right.Select(SqlNormalForm.OfElement), StringComparer.Ordinal);
}
