using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Activity;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Locks;

/// <summary>Reads who waits for whom, in one round trip.</summary>
internal static class LockReader
{
    /// <exception cref="XmrtException">BackendNotFound, and those of running SQL.</exception>
    public static async IAsyncEnumerable<LockWait> ReadAsync(
        XmrtConnection connection,
        IReadOnlyList<int>? processIds,
        TimeSpan minimumWait,
        Page page,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<LockRow> locks = [];
        ActivitySnapshot snapshot = await ActivityReader.SnapshotAsync(
            connection,
            role: null,
            database: null,
            [(Sql.Of("Database/Locks/Locks.sql"), [])],
            row => locks.Add(LockRow.Read(row)),
            notices,
            cancellation);
        ActivityReader.WarnOfHidden(snapshot, connection, notices);
        List<LockWait> wanted = Trees(LockTree.Build(snapshot.Activities, locks), processIds, minimumWait);
        List<LockWait> shown = [.. wanted.Skip((int)Math.Min(page.Skip, int.MaxValue))];
        shown = page.Count is { } count ? [.. shown.Take((int)Math.Min(count, int.MaxValue))] : shown;
        page.Announce(shown.Count, wanted.Count, "lines of lock waits", notices);
        if (wanted.Count == 0)
        {
            notices.Verbose($"{connection.Name}: no session waits for a lock that is meant.");
        }

        foreach (LockWait line in shown)
        {
            yield return line;
        }

        int[] missing = [.. (processIds ?? []).Where(pid => snapshot.Find(pid) is null)];
        if (missing.Length > 0)
        {
            throw Errors.BackendNotFound(connection.Target, missing);
        }
    }

    /// <summary>Whole trees: those that one of the processes takes part in, and where somebody has waited long enough.</summary>
    internal static List<LockWait> Trees(
        IReadOnlyList<LockWait> lines, IReadOnlyList<int>? processIds, TimeSpan minimumWait) =>
    [
        .. lines
            .GroupBy(line => line.Group)
            .Where(tree => processIds is null || tree.Any(line => line.ProcessId is { } pid && processIds.Contains(pid)))
            .Where(tree => minimumWait == TimeSpan.Zero || tree.Any(line => line.WaitMs >= minimumWait.TotalMilliseconds))
            .SelectMany(tree => tree),
    ];
}
