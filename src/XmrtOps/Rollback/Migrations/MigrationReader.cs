using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Rollback.Migrations;

/// <summary>Reads the history of a database beside the files on this machine.</summary>
internal static class MigrationReader
{
    /// <param name="folder">Null: there are no files to compare with.</param>
    public static async IAsyncEnumerable<Migration> ReadAsync(
        XmrtConnection connection,
        MigrationFolder? folder,
        Func<Migration, bool> wanted,
        Page page,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<Migration> all = await ReadAllAsync(connection, folder, notices, cancellation);
        List<Migration> matching = [.. all.Where(wanted).Reverse()];
        List<Migration> shown = page.Of(matching);
        page.Announce(shown.Count, matching.Count, "migrations", notices);
        foreach (Migration migration in shown)
        {
            yield return migration;
        }
    }

    /// <summary>All migrations, oldest first.</summary>
    /// <exception cref="XmrtException">MigrationHistoryUnreadable.</exception>
    public static async Task<List<Migration>> ReadAllAsync(
        XmrtConnection connection, MigrationFolder? folder, INotices notices, CancellationToken cancellation)
    {
        MigrationHistory history = await connection.Database.ReadAsync(
            Limits.Read, notices, transaction => MigrationHistoryReader.ReadAsync(transaction, cancellation), cancellation);
        if (!history.Exists)
        {
            notices.Warn(
                $"{connection.Name} has no table supabase_migrations.schema_migrations: nothing was ever pushed to it, or what "
                + "was came another way.");
        }

        return MigrationMerge.Of(connection.Name, history, folder);
    }
}
