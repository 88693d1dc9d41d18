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

    /// <summary>Who has rolled back, when and from what; null where nobody has.</summary>
    public static async Task<XmrtException?> FindAsync(
        XmrtConnection connection, VercelProject project, INotices notices, CancellationToken cancellation)
    {
        string? current = project.Targets?.Production?.Id;
        VercelAliasRequest? job = project.LastAliasRequest;
        bool isByJob = job?.Type == Frontend.AliasMove.Rollback && job.ToDeploymentId == current && job.JobStatus == "succeeded";
        JournaledRollback? journaled = await JournaledAsync(project.Id, current, notices, cancellation);
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

    /// <summary>Our own last rollback, where production is still what it made it.</summary>
    private static async Task<JournaledRollback?> JournaledAsync(
        string? project, string? current, INotices notices, CancellationToken cancellation)
    {
        try
        {
            JournaledRollback? last = (await JournaledRollbacks.ReadAsync(notices, cancellation)).FirstOrDefault(done =>
                done.Target == RollbackTarget.Frontend && done.SystemId == project && done.HasChanged);
            return last is { IsUndone: false } && last.To == current ? last : null;
        }
        catch (XmrtException unreadable)
        {
            notices.Warn($"Whether the journal has an earlier rollback is not known: {unreadable.Message}");
            return null;
        }
    }
}
