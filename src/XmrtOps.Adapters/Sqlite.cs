using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace XmrtOps.Adapters;

/// <summary>Opens the local state file.</summary>
public static class Sqlite
{
    /// <summary>Makes a data source for a file, which is created on first use.</summary>
    /// <param name="path">The file.</param>
    public static DbDataSource CreateDataSource(string path)
    {
        SqliteConnectionStringBuilder connection = new()
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            ForeignKeys = true,
            // Several processes write: each waits for the other this many seconds before it gives up.
            DefaultTimeout = 10,
            // A pooled connection would keep the file open after the command, also against its removal.
            Pooling = false,
        };
        return SqliteFactory.Instance.CreateDataSource(connection.ConnectionString);
    }

    /// <summary>SQLite's primary result code of a failure, such as 5 for SQLITE_BUSY; 0 for a failure of another kind.</summary>
    /// <param name="exception">What a connection of ours has thrown.</param>
    public static int ResultCode(Exception exception) => exception is SqliteException known ? known.SqliteErrorCode : 0;
}
