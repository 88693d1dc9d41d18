namespace XmrtOps.Retention.Archives;

/// <summary>A column of a table in an archive.</summary>
internal sealed record ArchivedColumn
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type with its modifier, with its schema unless that is pg_catalog.</summary>
    public required string Type { get; init; }

    /// <summary>The server computes it: the file does not have it.</summary>
    public bool IsGenerated { get; init; }
}
