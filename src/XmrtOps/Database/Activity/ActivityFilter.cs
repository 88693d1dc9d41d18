using XmrtOps.Data;

namespace XmrtOps.Database.Activity;

/// <summary>Which sessions are wanted.</summary>
internal sealed record ActivityFilter
{
    public IReadOnlyList<int>? ProcessIds { get; init; }

    public IReadOnlyList<BackendState>? States { get; init; }

    public bool IdleInTransaction { get; init; }

    public bool Blocked { get; init; }

    public bool Blocking { get; init; }

    public bool HoldingXmin { get; init; }

    public TimeSpan? MinimumDuration { get; init; }

    public Wildcard? Role { get; init; }

    public Wildcard? Database { get; init; }

    public bool IncludeSystemBackend { get; init; }

    /// <summary>Idle sessions too.</summary>
    public bool All { get; init; }

    /// <summary>The rows that are wanted, worst first.</summary>
    public List<BackendActivity> Select(IEnumerable<BackendActivity> activities)
    {
        IEnumerable<BackendActivity> wanted = activities.Where(Matches);
        return HoldingXmin
            ? [.. wanted.OrderByDescending(a => a.XminAge).ThenBy(a => a.ProcessId)]
            : [.. wanted
                .OrderByDescending(a => a.Severity)
                .ThenBy(a => a.IsHidden)
                .ThenBy(a => a.State == BackendState.Idle)
                .ThenByDescending(a => a.Blocks.Count > 0 && a.BlockedBy.Count == 0)
                .ThenByDescending(a => a.DurationMs)
                .ThenBy(a => a.ProcessId)];
    }

    /// <summary>Idle sessions that were left out only because nobody asked for them.</summary>
    public int LeftOutAsIdle(IEnumerable<BackendActivity> activities) =>
        activities.Count(a => !Matches(a) && (this with { All = true }).Matches(a));

    private bool Matches(BackendActivity activity) =>
        activity.IsNamed
        && (ProcessIds is null ? IsUsual(activity) : activity.ProcessId is { } pid && ProcessIds.Contains(pid))
        && (States is null || (activity.State is { } state && States.Contains(state)))
        && (!IdleInTransaction || activity.IsIdleInTransaction)
        && (!Blocked || activity.IsWaiting)
        && (!Blocking || activity.Blocks.Count > 0)
        && (!HoldingXmin || activity.XminAge is not null)
        && (MinimumDuration is null || activity.DurationMs >= MinimumDuration.Value.TotalMilliseconds);

    // Who blocks others is never left out, whatever it is.
    private bool IsUsual(BackendActivity activity) =>
        activity.Blocks.Count > 0
        || (!activity.IsOwn
            && (IncludeSystemBackend || HoldingXmin || activity.IsClient || activity.Kind != ActivityKind.Backend)
            && (All || States is not null || activity.State != BackendState.Idle));
}
