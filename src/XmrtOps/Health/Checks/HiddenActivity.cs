using XmrtOps.Findings;

namespace XmrtOps.Health.Checks;

/// <summary>What other roles' sessions do is hidden from a plain role: what was seen to be fine may not be all.</summary>
internal static class HiddenActivity
{
    public static HealthCheck Limit(HealthCheck fine, long hiddenSessions, string role) => hiddenSessions == 0
        ? fine
        : fine with
        {
            Status = HealthStatus.Unknown,
            Value = null,
            Confidence = Confidence.None,
            Reason = $"what {HealthWords.Count(hiddenSessions)} sessions do is hidden from role {role}",
            Remedy = "Connect as a role with pg_read_all_stats, such as postgres.",
        };
}
