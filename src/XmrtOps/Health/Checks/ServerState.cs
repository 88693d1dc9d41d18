using System.Data.Common;
using XmrtOps.Findings;

namespace XmrtOps.Health.Checks;

/// <summary>The server itself: whether it answers, and whether it takes changes.</summary>
internal sealed record ServerState(
    string Version,
    string Role,
    DateTimeOffset StartedAt,
    DateTimeOffset ServerClock,
    bool IsInRecovery,
    double? SinceReplaySeconds,
    bool IsReadOnlyByDefault)
{
    public const string Question = "Health/Checks/ServerState.sql";

    public static ServerState Read(DbDataReader row) => new(
        row.GetString(0).Split(' ')[0],
        row.GetString(1),
        row.GetFieldValue<DateTimeOffset>(2),
        row.GetFieldValue<DateTimeOffset>(3),
        row.GetBoolean(4),
        row.Number(5),
        row.GetBoolean(6));

    public HealthCheck JudgeLatency(double latencyMs, DateTimeOffset now)
    {
        TimeSpan up = ServerClock - StartedAt;
        HealthCheck check = HealthCheck.Measured(
            HealthComponent.Database, latencyMs, "ms", HealthThresholds.DatabaseLatencyMs);
        string restart = up < HealthThresholds.RecentRestart
            ? $"the server started {HealthWords.Span(Math.Max(up.TotalSeconds, 0))} ago"
            : "";
        return check with
        {
            Reason = check.Status == HealthStatus.Healthy
                ? restart
                : HealthWords.Join($"a round trip takes over {HealthWords.Span(check.Threshold!.Value / 1000)}", restart),
            Remedy = check.Status == HealthStatus.Healthy ? null : "Get-XmrtSlowQuery",
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["ServerVersion"] = Version,
                ["Role"] = Role,
                ["StartedAt"] = StartedAt,
                ["ClockAheadMs"] = Math.Round((ServerClock - now).TotalMilliseconds),
            },
        };
    }

    public HealthCheck JudgeRecovery() => new()
    {
        Component = nameof(HealthComponent.Recovery),
        Status = IsInRecovery || IsReadOnlyByDefault ? HealthStatus.Degraded : HealthStatus.Healthy,
        Value = IsInRecovery,
        // Whether a replica was meant to be connected to is not to be seen from here.
        Confidence = IsInRecovery ? Confidence.Medium : Confidence.High,
        Reason = IsInRecovery
            ? SinceReplaySeconds is { } lag
                ? $"takes no changes: a replica or still recovering, last replayed {HealthWords.Span(lag)} ago"
                : "takes no changes: a replica or still recovering"
            : IsReadOnlyByDefault
                ? "new sessions are read-only (default_transaction_read_only), as the platform does when the disk is full"
                : "",
        Remedy = IsInRecovery
            ? "Connect to the primary; if this is it, look at the project's status: Get-XmrtProject."
            : IsReadOnlyByDefault
                ? "Get-XmrtProject"
                : null,
        Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["IsInRecovery"] = IsInRecovery,
            ["SinceReplaySeconds"] = SinceReplaySeconds,
            ["IsReadOnlyByDefault"] = IsReadOnlyByDefault,
        },
    };
}
