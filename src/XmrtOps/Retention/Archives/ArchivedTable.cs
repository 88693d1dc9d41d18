using System.Text.Json.Serialization;
using XmrtOps.Data;

namespace XmrtOps.Retention.Archives;

/// <summary>A table in an archive.</summary>
internal sealed record ArchivedTable
{
    /// <summary>Its schema.</summary>
    public required string Schema { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its rows in the archive are those of the table alone, and not of its children.</summary>
    public required bool IsOnly { get; init; }

    /// <summary>All columns, also those that are computed and not in the file.</summary>
    public required IReadOnlyList<ArchivedColumn> Columns { get; init; }

    /// <summary>The columns of the primary key, in its order.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Name of the file in the archive's directory.</summary>
    public required string File { get; init; }

    /// <summary>Rows in the file.</summary>
    public required long Rows { get; init; }

    /// <summary>Length of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Length of what is compressed in it.</summary>
    public required long UncompressedBytes { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>With its schema.</summary>
    [JsonIgnore]
    public RelationName Relation => new(Schema, Name);

    /// <summary>The columns that the file has, in its order.</summary>
    [JsonIgnore]
    public IEnumerable<ArchivedColumn> Stored => Columns.Where(column => !column.IsGenerated);
}
