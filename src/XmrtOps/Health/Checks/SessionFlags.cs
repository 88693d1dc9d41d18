using System.Data.Common;

namespace XmrtOps.Health.Checks;

/// <summary>How many sessions are marked as active, which hardly anything ever takes back.</summary>
internal sealed record SessionFlags(long Sessions, long MarkedActive)
{
    public const string Table = "public.conversation_sessions";
    public const string Question = "Health/Checks/SessionFlags.sql";

    public static SessionFlags Read(DbDataReader row) => new(row.GetInt64(0), row.GetInt64(1));

    /// <summary>Sessions with a message in the last hour: no number of them is wrong, so that measured is healthy.</summary>
    public static HealthCheck Judge(ConversationActivity activity, Measurement<SessionFlags> flags) => new()
    {
        Component = nameof(HealthComponent.Sessions),
        Status = HealthStatus.Healthy,
        Value = activity.Sessions,
        Unit = "sessions/1 h",
        Reason = flags.Value is { } marked
            ? $"by last message; is_active marks {HealthWords.Count(marked.MarkedActive)} of {HealthWords.Count(marked.Sessions)}, and is hardly ever cleared"
            : $"by last message; {flags.Reason}",
        Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["MarkedActive"] = flags.Value?.MarkedActive,
            ["Sessions"] = flags.Value?.Sessions,
        },
    };
}
