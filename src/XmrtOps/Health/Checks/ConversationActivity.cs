using System.Data.Common;
using XmrtOps.Findings;

namespace XmrtOps.Health.Checks;

/// <summary>Messages of the last hour beside what is usual at this hour of the week.</summary>
internal sealed record ConversationActivity(
    long Messages, long Sessions, DateTimeOffset? Newest, IReadOnlyList<long> SameHourOfEarlierWeeks)
{
    public const string Table = "public.conversation_messages";
    public const string Question = "Health/Checks/ConversationActivity.sql";

    /// <summary>Median of the same hour of the four weeks before: one odd week does not move it.</summary>
    public double Usual
    {
        get
        {
            long[] sorted = [.. SameHourOfEarlierWeeks.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
        }
    }

    public static ConversationActivity Read(DbDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.Time(2), row.GetFieldValue<long[]>(3));

    public HealthCheck Judge(DateTimeOffset now)
    {
        (HealthStatus status, string state, string reason) = Decide(now);
        return new HealthCheck
        {
            Component = nameof(HealthComponent.Messages),
            Status = status,
            Value = Messages,
            Unit = "messages/1 h",
            Threshold = Usual >= HealthThresholds.UsualMessagesForAShare ? Math.Ceiling(Usual * HealthThresholds.QuietShare) : null,
            Confidence = status == HealthStatus.Unknown ? Confidence.None : Confidence.High,
            Reason = reason,
            Remedy = status is HealthStatus.Degraded or HealthStatus.Unhealthy
                ? "Test-XmrtConversation"
                : null,
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["State"] = state,
                ["Newest"] = Newest,
                ["Usual"] = Usual,
                ["SameHourOfEarlierWeeks"] = SameHourOfEarlierWeeks,
            },
        };
    }

    private (HealthStatus Status, string State, string Reason) Decide(DateTimeOffset now)
    {
        string usual = HealthWords.Count((long)Math.Round(Usual));
        if (Messages > 0)
        {
            return Usual >= HealthThresholds.UsualMessagesForAShare && Messages < Usual * HealthThresholds.QuietShare
                ? (HealthStatus.Degraded, "Saving", $"{usual} are usual at this hour of the week")
                : (HealthStatus.Healthy, "Saving", "");
        }

        if (Newest is not { } newest)
        {
            return (HealthStatus.Unknown, "Empty", "no message was ever saved");
        }

        string silence = $"no message for {HealthWords.Span((now - newest).TotalSeconds)}";
        HealthStatus missed = HealthThresholds.UsualMessagesMissed.Judge(Usual);
        return missed != HealthStatus.Healthy
            ? (missed, "Stale", $"{silence}, where {usual} an hour are usual at this hour of the week")
            : now - newest > HealthThresholds.LongestSilence
                ? (HealthStatus.Degraded, "Stale", silence)
                : (HealthStatus.Healthy, "Idle", $"{silence}, as is usual at this hour of the week");
    }
}
