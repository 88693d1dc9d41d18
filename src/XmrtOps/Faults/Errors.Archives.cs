using System.Globalization;

namespace XmrtOps.Faults;

/// <summary>Conditions of archives of deleted rows.</summary>
internal static partial class Errors
{
    public static XmrtException NotAFilePath(string path, string provider) => new(
        "NotAFilePath",
        ErrorKind.InvalidArgument,
        $"'{path}' is a path of PowerShell's {provider}, not of the file system. Nothing was done.",
        "Give the path of a directory.",
        path);

    public static XmrtException ArchivePathTaken(string path, string reason) => new(
        "ArchivePathTaken",
        ErrorKind.InvalidArgument,
        $"No archive can be made in {path}: {reason}. Nothing was deleted.",
        "Name a directory that is not there yet, or is empty: each run makes an archive of its own.",
        path);

    public static XmrtException ArchiveUnwritable(string path, string reason, Exception? cause = null) => new(
        "ArchiveUnwritable",
        ErrorKind.WriteFailed,
        $"The archive {path} could not be written: {reason}. Nothing was deleted, and what was written of it was removed.",
        "Name another directory, on a disk that has room and that this user may write to.",
        path,
        cause);

    public static XmrtException ArchiveUnfit(string target, string table, string reason) => new(
        "ArchiveUnfit",
        ErrorKind.InvalidState,
        $"{target}: rows of {table} cannot be put back from an archive: {reason}. Nothing was deleted.",
        "Give the table a primary key of stored columns, or back it up by pg_dump and leave out -Archive.",
        table);

    public static XmrtException ArchiveNotFound(string path) => new(
        "ArchiveNotFound",
        ErrorKind.ObjectNotFound,
        $"There is no archive in {path}. Nothing was changed.",
        "Give the directory that -Archive named; Get-XmrtJournal shows it.",
        path);

    public static XmrtException ArchiveIncomplete(string path) => new(
        "ArchiveIncomplete",
        ErrorKind.InvalidData,
        $"The archive {path} was never completed: it has no manifest. Nothing was deleted for it, and nothing was changed.",
        "Its rows are still in the database; the directory can be removed.",
        path);

    public static XmrtException ArchiveDamaged(string path, string reason, Exception? cause = null) => new(
        "ArchiveDamaged",
        ErrorKind.InvalidData,
        $"The archive {path} is not as it was written: {reason}. Nothing was changed.",
        "Take another copy of it. What is left of the rows can be read from the .csv.gz files by any tool.",
        path,
        cause);

    public static XmrtException ArchiveTooNew(string path, int version, int known) => new(
        "ArchiveTooNew",
        ErrorKind.InvalidData,
        string.Create(
            CultureInfo.CurrentCulture,
            $"The archive {path} has version {version} of its form; this XmrtOps reads up to {known}. Nothing was changed."),
        "Update the module.",
        path);

    public static XmrtException ArchiveTargetDiffers(string target, string path, IReadOnlyList<string> differences) => new(
        "ArchiveTargetDiffers",
        ErrorKind.InvalidState,
        $"{target}: the tables are not those that {path} was made from: {string.Join("; ", differences)}. Nothing was changed.",
        "Bring the tables into the archive's form, or import into a database that has it.",
        path);

    public static XmrtException InsertTriggers(string target, IReadOnlyList<string> triggers) => new(
        "InsertTriggers",
        ErrorKind.InvalidState,
        $"{target}: putting rows back sets off more than that: {string.Join(", ", triggers)}. Nothing was changed.",
        "-WithoutTriggers keeps them still for this transaction (it takes the tables' owner, and writers wait meanwhile); "
        + "-AllowTriggers lets them run.",
        target);

    public static XmrtException PartitionMissing(string target, string message, IReadOnlyList<string> statements, Exception? cause) => new(
        "PartitionMissing",
        ErrorKind.InvalidState,
        $"{target}: {message}: the partition was dropped when the rows were archived. Nothing was changed.",
        statements.Count == 0 ? "Make the partition first." : string.Join("; ", statements) + ";",
        target,
        cause);

    public static XmrtException ImportRefused(string target, string table, string message, Exception? cause) => new(
        "ImportRefused",
        ErrorKind.InvalidData,
        $"{target}: {table} does not take the archive's rows: {message}. Nothing was changed.",
        "Look at the table's constraints: they may have been made, or changed, since the archive was written.",
        table,
        cause);
}
