using XmrtOps.Data;
using XmrtOps.Database.Indexing;

namespace XmrtOps.Rollback.Inverses;

/// <summary>Something that a statement makes.</summary>
internal sealed record SchemaObject
{
    public required SchemaObjectKind Kind { get; init; }

    /// <summary>Empty for an extension.</summary>
    public required string Schema { get; init; }

    /// <summary>Its own name; a grant's is that of what is granted on.</summary>
    public required string Name { get; init; }

    /// <summary>The table that it belongs to, where it does: of the same schema.</summary>
    public string? Table { get; init; }

    /// <summary>The arguments of a function, as DROP FUNCTION takes them.</summary>
    public string? Arguments { get; init; }

    /// <summary>The columns that a table was made with, where the statement lists them; else null.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The body of a function, where it is a text.</summary>
    public string? Body { get; init; }

    /// <summary>As SQL, with its schema.</summary>
    public string Sql => Schema.Length == 0 ? IdentifierSql.Of(Name) : IdentifierSql.Of(new RelationName(Schema, Name));

    /// <summary>The table that it belongs to, as SQL.</summary>
    public string TableSql => IdentifierSql.Of(new RelationName(Schema, Table ?? Name));

    public override string ToString() => Kind switch
    {
        SchemaObjectKind.Column => $"column {TableSql}.{IdentifierSql.Of(Name)}",
        SchemaObjectKind.Policy => $"policy {IdentifierSql.Of(Name)} of {TableSql}",
        SchemaObjectKind.Trigger => $"trigger {IdentifierSql.Of(Name)} of {TableSql}",
        SchemaObjectKind.Constraint => $"constraint {IdentifierSql.Of(Name)} of {TableSql}",
        SchemaObjectKind.MaterializedView => $"materialized view {Sql}",
        SchemaObjectKind.Function or SchemaObjectKind.Procedure => $"{Kind.ToString().ToLowerInvariant()} {Sql}({Arguments})",
        SchemaObjectKind.Grant => $"grant on {Sql}",
        _ => $"{Kind.ToString().ToLowerInvariant()} {Sql}",
    };
}
