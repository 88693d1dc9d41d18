using System.Data.Common;

namespace XmrtOps.Health.Checks;

/// <summary>How many connections are used, and by whom most of them.</summary>
internal sealed record ConnectionUse(long Used, int Usable, string? Role, string? Application, long Held, long Idle)
{
    public const string Question = "Health/Checks/ConnectionUse.sql";

    public static ConnectionUse Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.Text(2), row.Text(3), row.Whole(4) ?? 0, row.Whole(5) ?? 0);

    public HealthCheck Judge()
    {
        HealthCheck check = HealthCheck.Measured(
            HealthComponent.Connections,
            100.0 * Used / Math.Max(Usable, 1),
            "%",
            HealthThresholds.ConnectionsPercent);
        string holder = string.Join(", ", new[] { Role, Application }.Where(part => part is { Length: > 0 }));
        bool isFine = check.Status == HealthStatus.Healthy;
        return check with
        {
            Reason = isFine
                ? ""
                : $"{HealthWords.Count(Held)} are held by {holder}, {HealthWords.Count(Idle)} of them idle",
            Remedy = isFine
                ? null
                : "Connect clients through the pooler (port 6543), with smaller pools.",
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Used"] = Used,
                ["Usable"] = Usable,
                ["TopRole"] = Role,
                ["TopApplication"] = Application,
                ["TopHeld"] = Held,
                ["TopIdle"] = Idle,
            },
        };
    }

    /// <summary>What a refusal for want of connections says without any number.</summary>
    public static HealthCheck AllUsed(string reason) => new()
    {
        Component = nameof(HealthComponent.Connections),
        Status = HealthStatus.Unhealthy,
        Unit = "%",
        Threshold = HealthThresholds.ConnectionsPercent.Degraded,
        UnhealthyThreshold = HealthThresholds.ConnectionsPercent.Unhealthy,
        Reason = reason,
        Remedy = "Use the pooler (port 6543), or end idle sessions from an open one: Get-XmrtActivity -State Idle -All.",
    };
}
