using XmrtOps.Findings;

namespace XmrtOps.Database.Indexing;

/// <summary>An index that could serve a need, before it is known whether there is one already.</summary>
internal sealed record IndexCandidate
{
    /// <summary>The table to index: for a partition, the table at the top.</summary>
    public required TableStatistics Table { get; init; }

    public string Method { get; init; } = "btree";

    /// <summary>Elements in order, as CREATE INDEX writes them.</summary>
    public required IReadOnlyList<string> Elements { get; init; }

    /// <summary>How many of the first elements are looked up by equality, so that their order is free.</summary>
    public int Equalities { get; init; }

    /// <summary>Names of the columns in it, for the size.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>What its name is formed of: columns, and what expressions are about.</summary>
    public IReadOnlyList<string> NameParts => [.. Elements.Select(IndexNames.PartOf)];

    public string? Predicate { get; init; }

    /// <summary>Part of the rows that the predicate lets through, 0 to 1.</summary>
    public double PredicateFraction { get; init; } = 1;

    public required string Reason { get; init; }

    public Confidence Confidence { get; init; } = Confidence.Medium;

    /// <summary>Same table, method, elements and predicate.</summary>
    public string Identity => string.Join(
        '\n',
        [Table.Relation.ToString(), Method, SqlNormalForm.Of(Predicate ?? ""), .. Elements.Select(SqlNormalForm.OfElement)]);

    public IndexDefinition ToDefinition(string name) => new()
    {
        Name = name,
        Table = Table.Relation,
        Method = Method,
        Elements = Elements,
        Predicate = Predicate,
    };

    /// <summary>The index that serves the same need already, or null.</summary>
    public TableIndex? Existing() => Table.Indexes.FirstOrDefault(
        index => index.IsValid && index.Definition is { } definition && IsServedBy(definition));

    /// <summary>Whatever this would be used for, the other one can be used for too.</summary>
    public bool IsServedBy(IndexDefinition other)
    {
        if (other.Method != Method
            || (other.Predicate is not null && SqlNormalForm.Of(other.Predicate) != SqlNormalForm.Of(Predicate ?? ""))
            || other.Elements.Count < Elements.Count)
        {
            return false;
        }

        string[] own = [.. Elements.Select(SqlNormalForm.OfElement)];
        string[] others = [.. other.Elements.Take(own.Length).Select(SqlNormalForm.OfElement)];
        if (Method != "btree")
        {
            return own.All(element => others.Contains(element, StringComparer.Ordinal));
        }

        // A single sort key is served by an index in the opposite order too.
        bool isOneKey = own.Length == Equalities + 1;
        return others.Take(Equalities).Order(StringComparer.Ordinal).SequenceEqual(own.Take(Equalities).Order(StringComparer.Ordinal))
            && others.Skip(Equalities).Select(e => isOneKey ? Undirected(e) : e)
                .SequenceEqual(own.Skip(Equalities).Select(e => isOneKey ? Undirected(e) : e), StringComparer.Ordinal);
    }

    private static string Undirected(string element) =>
        element.EndsWith(" desc", StringComparison.Ordinal) ? element[..^5] : element;
}
