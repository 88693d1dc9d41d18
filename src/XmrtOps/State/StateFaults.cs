using System.Data.Common;
using XmrtOps.Adapters;
using XmrtOps.Faults;

namespace XmrtOps.State;

/// <summary>Why state cannot be read or written, in the module's conditions.</summary>
internal static class StateFaults
{
    public static bool IsKnown(Exception exception) =>
        exception is DbException or IOException or UnauthorizedAccessException;

    public static XmrtException Translate(Exception exception, string path) =>
        Sqlite.ResultCode(exception) is SqliteResult.Corrupt or SqliteResult.NotADatabase
            ? Errors.StateDamaged(path, exception)
            : Errors.StateUnavailable(path, Reason(exception), exception);

    public static string Reason(Exception exception) => exception switch
    {
        DbException => Sqlite.ResultCode(exception) switch
        {
            SqliteResult.Permission or SqliteResult.ReadOnly or SqliteResult.Authorization => "this user may not write to it",
            SqliteResult.Busy or SqliteResult.Locked => "another process has kept it locked for 10 s",
            SqliteResult.InputOutput => "the disk failed to read or write it",
            SqliteResult.Full => "the disk is full",
            SqliteResult.CannotOpen => "it cannot be opened or made",
            _ => exception.Message,
        },
        UnauthorizedAccessException => "this user may not read or write there",
        _ => exception.Message.TrimEnd('.'),
    };

    /// <summary>The primary result codes of SQLite that tell causes apart.</summary>
    private static class SqliteResult
    {
        public const int Permission = 3;
        public const int Busy = 5;
        public const int Locked = 6;
        public const int ReadOnly = 8;
        public const int InputOutput = 10;
        public const int Corrupt = 11;
        public const int Full = 13;
        public const int CannotOpen = 14;
        public const int Authorization = 23;
        public const int NotADatabase = 26;
    }
}
