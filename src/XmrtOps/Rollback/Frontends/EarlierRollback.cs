using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Rollback.Frontends;

/// <summary>
/// Tells whether production has been rolled back already: a second operator, or the same one ten minutes later, must not go further
/// back without knowing it.
/// </summary>
internal static class EarlierRollback
{
    // A job that is older is one that Vercel has forgotten to end.
    private static readonly TimeSpan s_longestJob = TimeSpan.FromMinutes(10);

    /// <summary>A rollback or promotion that is under way.</summary>
    public static XmrtException? UnderWay(VercelProject project, DateTimeOffset now) =>
        project.LastAliasRequest is { JobStatus: "pending" or "in-progress" } job && job.RequestedAt is { } at && now - at < s_longestJob
            ? Errors.RollbackUnderWay(
                job.Type == Frontend.AliasMove.Promote ? "promotion" : "rollback", Display.OneLine(job.ToDeploymentId, 60), Time(at))
            : null;

    /// <summary>Our own rollbacks of a project that stand, the newest first; none where the journal cannot be read, which is warned of.</summary>
    public static async Task<IReadOnlyList<JournaledRollback>> JournaledAsync(
        VercelProject project, INotices notices, CancellationToken cancellation)
    {
        try
        {
            return
            [
                .. (await JournaledRollbacks.ReadAsync(notices, cancellation)).Where(done =>
                    done is { Target: RollbackTarget.Frontend, HasChanged: true, IsUndone: false } && done.SystemId == project.Id),
            ];
        }
        catch (XmrtException unreadable)
        {
            notices.Warn($"Whether the journal has an earlier rollback is not known: {unreadable.Message}");
            return [];
        }
    }

    /// <summary>Who has rolled back, when and from what; null where nobody has.</summary>
    public static XmrtException? Of(XmrtConnection connection, VercelProject project, IReadOnlyList<JournaledRollback> known)
    {
        string? current = project.Targets?.Production?.Id;
        VercelAliasRequest? job = project.LastAliasRequest;
        JournaledRollback? journaled = known.Count > 0 && known[0].To == current ? known[0] : null;
        bool isByJob = job?.Type == Frontend.AliasMove.Rollback && job.ToDeploymentId == current && job.JobStatus == "succeeded";
        if (!isByJob && project.AutoAssignCustomDomains != false && journaled is null)
        {
            return null;
        }

        VercelProject.RollbackReason? reason = project.RollbackDescription;
        string who = reason?.Username is { } name ? Display.OneLine(name, 40)
            : journaled?.UserName ?? "nobody knows who";
        DateTimeOffset? when = reason?.CreatedAt ?? (isByJob ? job!.RequestedAt : null) ?? journaled?.BegunAt;
        string? from = (isByJob ? job!.FromDeploymentId : null) ?? journaled?.From;
        return Errors.AlreadyRolledBack(
            connection.Vercel.Project,
            current ?? "nothing",
            $"by {who}{(when is { } at ? $" on {Time(at)}" : "")}{(from is null ? "" : $" from {Display.OneLine(from, 60)}")}",
            isByJob || reason is not null || journaled is not null);
    }

    private static string Time(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.LocalDateTime:yyyy-MM-dd HH:mm:ss}");
}
