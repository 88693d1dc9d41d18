using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Retention;

/// <summary>
/// Writes what a plan would delete, before anything is deleted. What it must hold to: all rows of
/// <see cref="RetentionSql.InRange"/>, and for each of <see cref="RetentionPlan.Cascades"/> all rows that
/// <see cref="RetentionSql.Refers"/> finds, as one snapshot sees them; complete and synced when it returns.
/// </summary>
internal interface IRetentionArchiver
{
    /// <returns>What the deletion may rely on: it deletes no row that is not in the archive as it is now.</returns>
    /// <exception cref="Faults.XmrtException">It could not be written; nothing may be deleted then.</exception>
    Task<RetentionArchive> WriteAsync(
        XmrtConnection connection, RetentionPlan plan, INotices notices, CancellationToken cancellation);
}
