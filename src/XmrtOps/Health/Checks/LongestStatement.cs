using System.Data.Common;
using System.Globalization;

namespace XmrtOps.Health.Checks;

/// <summary>The client's statement that has been running longest.</summary>
internal sealed record LongestStatement(
    long HiddenSessions,
    int? Pid,
    string? Role,
    string? Application,
    double Seconds,
    string? WaitsFor,
    IReadOnlyList<int> BlockedBy,
    string? Query)
{
    public const string Question = "Health/Checks/LongestStatement.sql";

    public static LongestStatement Read(DbDataReader row) => new(
        row.GetInt64(0),
        row.IsDBNull(1) ? null : row.GetInt32(1),
        row.Text(2),
        row.Text(3),
        Math.Max(row.Number(4) ?? 0, 0),
        row.Text(5),
        row.IsDBNull(6) ? [] : row.GetFieldValue<int[]>(6),
        row.Text(7));

    public HealthCheck Judge(string role)
    {
        HealthCheck check = HealthCheck.Measured(
            HealthComponent.LongestStatement, Seconds, "s", HealthThresholds.StatementSeconds) with
        {
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["ProcessId"] = Pid,
                ["Role"] = Role,
                ["Application"] = Application,
                ["WaitsFor"] = WaitsFor,
                ["BlockedBy"] = BlockedBy,
                ["Query"] = Query,
                ["HiddenSessions"] = HiddenSessions,
            },
        };
        if (check.Status == HealthStatus.Healthy)
        {
            return HiddenActivity.Limit(check, HiddenSessions, role);
        }

        string by = string.Join(", ", BlockedBy.Distinct().Select(pid => pid.ToString(CultureInfo.InvariantCulture)));
        string blocked = by.Length > 0 ? $", waiting for a lock that pid {by} holds" : "";
        return check with
        {
            Reason = $"{HealthWords.Session(Pid!.Value, Role, Application)} has run for {HealthWords.Span(Seconds)}{blocked}",
            // Who waits is not to blame: the tree names who is.
            Remedy = by.Length > 0
                ? string.Create(CultureInfo.InvariantCulture, $"Get-XmrtLock -ProcessId {Pid}")
                : string.Create(CultureInfo.InvariantCulture, $"Get-XmrtActivity -ProcessId {Pid} | Stop-XmrtActivity -WhatIf"),
        };
    }
}
