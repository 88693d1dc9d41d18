using System.Globalization;

namespace XmrtOps.Rollback.Databases;

/// <summary>What restoring the newest restorable point would lose of one table: rows that were written since, as far as the table says
/// when they were. Rows that were deleted since cannot be seen.</summary>
public sealed record WrittenSince
{
    /// <summary>The table, with its schema.</summary>
    public required string Table { get; init; }

    /// <summary>Rows whose time is later, counted up to a bound; null: they could not be counted.</summary>
    public long? Rows { get; init; }

    /// <summary>There are more rows than <see cref="Rows"/>: counting stopped there.</summary>
    public bool IsAtLeast { get; init; }

    /// <summary>The columns that say when a row was written.</summary>
    public IReadOnlyList<string> TimeColumns { get; init; } = [];

    /// <summary>Why they could not be counted, as a clause; null where they were.</summary>
    public string? Reason { get; init; }

    /// <summary>The table, and how many.</summary>
    public override string ToString() => Rows is { } rows
        ? string.Create(
            CultureInfo.CurrentCulture,
            $"{Table}: {(IsAtLeast ? "more than " : "")}{rows:N0} row{(rows == 1 ? "" : "s")} (by {string.Join(", ", TimeColumns)})")
        : $"{Table}: not known ({Reason})";
}
