using System.Globalization;

namespace XmrtOps.Faults;

/// <summary>Conditions of deleting rows by their age.</summary>
internal static partial class Errors
{
    public static XmrtException TableNotFound(string target, string table) => new(
        "TableNotFound",
        ErrorKind.ObjectNotFound,
        $"{target} has no table {table}, or the role may not use its schema. Nothing was deleted.",
        "Write schema.name; Tab completes the tables there are.",
        table);

    public static XmrtException NotATable(string target, string table, string kind) => new(
        "NotATable",
        ErrorKind.InvalidArgument,
        $"{target}: {table} is a {kind}; rows are deleted from tables only. Nothing was deleted.",
        "Name the table that the rows are in.",
        table);

    public static XmrtException TimeColumnMissing(string target, string table, string column, IReadOnlyList<string> candidates) => new(
        "TimeColumnMissing",
        ErrorKind.InvalidArgument,
        $"{target}: {table} has no column {column}. Nothing was deleted.",
        candidates.Count == 0
            ? "The table has no column of a time; its rows have no age."
            : $"Give -TimeColumn: {string.Join(", ", candidates)}.",
        table);

    public static XmrtException TimeColumnNotATime(
        string target, string table, string column, string type, IReadOnlyList<string> candidates) => new(
        "TimeColumnNotATime",
        ErrorKind.InvalidArgument,
        $"{target}: {table}.{column} is of type {type}, which is no point in time. Nothing was deleted.",
        candidates.Count == 0
            ? "The table has no column of a time; its rows have no age."
            : $"Give -TimeColumn: {string.Join(", ", candidates)}.",
        table);

    public static XmrtException ColumnsMissing(string target, string table, string columns, string need) => new(
        "ColumnsMissing",
        ErrorKind.InvalidState,
        $"{target}: {table} has no {columns}, {need}. Nothing was deleted.",
        "Get-XmrtMigration shows which of the project's migrations were applied, and which were not. Remove-XmrtLog -Table goes by the time column alone.",
        table);

    public static XmrtException NoPrimaryKey(string target, string table) => new(
        "NoPrimaryKey",
        ErrorKind.InvalidState,
        $"{target}: {table} has no primary key, so that its rows cannot be told apart or put back. Nothing was deleted.",
        "Add a primary key first.",
        table);

    public static XmrtException CutoffInFuture(string parameter, string text, DateTimeOffset now) => new(
        "CutoffInFuture",
        ErrorKind.InvalidArgument,
        string.Create(
            CultureInfo.CurrentCulture,
            $"-{parameter} {text} is in the future (the server's time is {now:g}): everything would be deleted. Nothing was."),
        "Write an age such as 30d, or a date that has passed.",
        text);

    public static XmrtException DeleteTriggers(string target, string table, IReadOnlyList<string> triggers) => new(
        "DeleteTriggers",
        ErrorKind.InvalidState,
        $"{target}: deleting from {table} sets off more than the deletion: {string.Join(", ", triggers)}. Nothing was deleted.",
        "Look at what they do; -AllowTriggers goes ahead with them.",
        table);

    public static XmrtException CascadeCycle(string target, string table, string constraint) => new(
        "CascadeCycle",
        ErrorKind.InvalidState,
        $"{target}: the foreign key {constraint} leads back to {table}, so that what a deletion takes along has no end that "
        + "can be counted. Nothing was deleted.",
        "Delete such rows by a statement of your own.",
        table);

    public static XmrtException RowsStillReferenced(string target, string table, string by, long rows) => new(
        "RowsStillReferenced",
        ErrorKind.InvalidState,
        string.Create(
            CultureInfo.CurrentCulture,
            $"{target}: {rows:N0} rows of {by} refer to rows of {table} that would be deleted, and their foreign key forbids it. ")
        + "Nothing was deleted.",
        "Delete or detach those first.",
        table);

    public static XmrtException ForeignPartition(string target, string table, string partition) => new(
        "ForeignPartition",
        ErrorKind.InvalidState,
        $"{target}: the partition {partition} of {table} is on another server. Nothing was deleted.",
        "Delete its rows there, and name the local partitions here, one by one.",
        table);
}
