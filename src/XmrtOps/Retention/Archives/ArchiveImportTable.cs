using System.Globalization;

namespace XmrtOps.Retention.Archives;

/// <summary>What becomes of a table's rows in an archive.</summary>
public sealed record ArchiveImportTable
{
    /// <summary>The table; with its schema unless that is public.</summary>
    public required string Table { get; init; }

    /// <summary>Rows in the archive.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that were put back; in a preview, that would be.</summary>
    public required long Inserted { get; init; }

    /// <summary>Rows that are in the table already, exactly as they are in the archive.</summary>
    public required long AlreadyPresent { get; init; }

    /// <summary>Rows whose key another row has: with the same primary key and other values, or with another unique key of
    /// theirs. The table's row stays.</summary>
    public required long Conflicts { get; init; }

    /// <summary>Rows that a foreign key keeps out, as what they refer to is not there. In a preview only what is not in the
    /// archive itself counts as missing.</summary>
    public required long WithoutParent { get; init; }

    /// <summary>Primary keys of the first ten conflicting rows, as texts.</summary>
    public required IReadOnlyList<string> ConflictKeys { get; init; }

    /// <summary>Table and numbers, so that a list of them reads well.</summary>
    public override string ToString()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        return string.Create(culture, $"{Table}: {Inserted:N0} of {Rows:N0}")
            + (AlreadyPresent > 0 ? string.Create(culture, $", {AlreadyPresent:N0} there already") : "")
            + (Conflicts > 0 ? string.Create(culture, $", {Conflicts:N0} in conflict") : "")
            + (WithoutParent > 0 ? string.Create(culture, $", {WithoutParent:N0} without what they refer to") : "");
    }
}
