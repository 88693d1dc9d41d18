namespace XmrtOps.Retention.Archives;

/// <summary>The system that an archive was written from.</summary>
internal sealed record ArchiveSource
{
    /// <summary>Host, port and database, as messages name them.</summary>
    public required string Target { get; init; }

    /// <summary>Name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>The cluster's identifier, given at initdb and kept by its copies; null: the role may not ask for it.</summary>
    public string? SystemIdentifier { get; init; }

    /// <summary>Such as 17.5.</summary>
    public required string ServerVersion { get; init; }
}
