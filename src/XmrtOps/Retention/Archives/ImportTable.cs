using XmrtOps.Data;

namespace XmrtOps.Retention.Archives;

/// <summary>A table of an archive, and what it is in the database where it is put back.</summary>
internal sealed record ImportTable
{
    /// <summary>In the archive.</summary>
    public required ArchivedTable Archived { get; init; }

    /// <summary>Its rows are in partitions.</summary>
    public required bool IsPartitioned { get; init; }

    /// <summary>The role owns it.</summary>
    public required bool IsOwner { get; init; }

    /// <summary>Its columns in the database.</summary>
    public required IReadOnlyList<ImportColumn> Columns { get; init; }

    /// <summary>Further unique keys all of whose columns are in the archive.</summary>
    public IReadOnlyList<IReadOnlyList<string>> UniqueKeys { get; init; } = [];

    /// <summary>Foreign keys all of whose columns are in the archive, and whose table can be looked into.</summary>
    public IReadOnlyList<ImportReference> References { get; init; } = [];

    public RelationName Table => Archived.Relation;

    /// <summary>Its columns that are in the archive, in the file's order.</summary>
    public IEnumerable<ImportColumn> Stored => Archived.Stored.Select(stored => Columns.First(column => column.Name == stored.Name));

    /// <summary>Number of a column in the file, from 1.</summary>
    public int NumberOf(string column) => Archived.Stored.TakeWhile(stored => stored.Name != column).Count() + 1;

    /// <summary>In what the table is not the one that was archived, for a person.</summary>
    public IEnumerable<string> Differences()
    {
        string table = RetentionCascade.Shown(Table);
        foreach (ArchivedColumn archived in Archived.Columns)
        {
            ImportColumn? column = Columns.FirstOrDefault(found => found.Name == archived.Name);
            if (column is null)
            {
                yield return $"{table} has no column {archived.Name}";
            }
            else if (column.IsGenerated != archived.IsGenerated)
            {
                yield return $"{table}.{archived.Name} is {(column.IsGenerated ? "" : "not ")}computed by the server now";
            }
            else if (column.Type != archived.Type)
            {
                yield return $"{table}.{archived.Name} is {column.Type}, and was {archived.Type}";
            }
        }

        foreach (ImportColumn column in Columns.Where(column =>
            column is { NeedsValue: true, IsGenerated: false } && Archived.Columns.All(archived => archived.Name != column.Name)))
        {
            yield return $"{table}.{column.Name} is new and needs a value";
        }

        string key = string.Join(", ", Columns.Where(column => column.KeyPlace > 0).OrderBy(column => column.KeyPlace).Select(column => column.Name));
        if (key != string.Join(", ", Archived.Key))
        {
            yield return key.Length == 0
                ? $"{table} has no primary key"
                : $"the primary key of {table} is ({key}), and was ({string.Join(", ", Archived.Key)})";
        }
    }
}
