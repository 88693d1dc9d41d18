using System.Data.Common;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Tables;

/// <summary>
/// Reads catalogues with functions that open relations. A statement leaves out what is locked when it starts; what is
/// locked or dropped a moment later makes it fail, and it is tried again.
/// </summary>
internal static class CatalogueRead
{
    private const int Attempts = 3;

    /// <param name="database">What is read.</param>
    /// <param name="limits">Of each attempt.</param>
    /// <param name="notices">Told when there are estimates only.</param>
    /// <param name="work">Reads; given true, it opens no relation at all.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<T> RunAsync<T>(
        DatabaseClient database,
        Limits limits,
        INotices notices,
        Func<DatabaseTransaction, bool, Task<T>> work,
        CancellationToken cancellation)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                return await database.ReadAsync(
                    limits, notices, transaction => work(transaction, false), cancellation);
            }
            catch (XmrtException fault) when (IsPassing(fault))
            {
                notices.Verbose($"{database.Target}: a relation was locked or dropped meanwhile; attempt {attempt} of {Attempts}.");
            }
        }

        notices.Warn(
            "Relations are locked or dropped faster than they can be read: all sizes are estimates of the last VACUUM or "
            + "ANALYZE, and definitions are missing. Get-XmrtLock shows who locks them.");
        return await database.ReadAsync(limits, notices, transaction => work(transaction, true), cancellation);
    }

    // XX000 is the server's "could not open relation with OID": it was there when the statement's snapshot was taken.
    private static bool IsPassing(XmrtException fault) =>
        fault.InnerException is DbException { SqlState: "55P03" or "XX000" };
}
