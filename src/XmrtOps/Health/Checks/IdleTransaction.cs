using System.Data.Common;

namespace XmrtOps.Health.Checks;

/// <summary>The client that has been idle longest inside an open transaction.</summary>
internal sealed record IdleTransaction(
    long HiddenSessions,
    int? Pid,
    string? Role,
    string? Application,
    double IdleSeconds,
    double TransactionSeconds,
    long Others)
{
    public const string Question = "Health/Checks/IdleTransaction.sql";

    public static IdleTransaction Read(DbDataReader row) => new(
        row.GetInt64(0),
        row.IsDBNull(1) ? null : row.GetInt32(1),
        row.Text(2),
        row.Text(3),
        Math.Max(row.Number(4) ?? 0, 0),
        Math.Max(row.Number(5) ?? 0, 0),
        row.Whole(6) ?? 0);

    public HealthCheck Judge(string role)
    {
        HealthCheck check = HealthCheck.Measured(
            HealthComponent.IdleInTransaction,
            IdleSeconds,
            "s",
            HealthThresholds.IdleInTransactionSeconds) with
        {
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["ProcessId"] = Pid,
                ["Role"] = Role,
                ["Application"] = Application,
                ["TransactionSeconds"] = Math.Round(TransactionSeconds, 3),
                ["OtherSessions"] = Others,
                ["HiddenSessions"] = HiddenSessions,
            },
        };
        return check.Status == HealthStatus.Healthy
            ? HiddenActivity.Limit(check, HiddenSessions, role)
            : check with
            {
                Reason = $"{HealthWords.Session(Pid!.Value, Role, Application)} has been idle in a transaction for "
                    + HealthWords.Span(IdleSeconds)
                    + (Others > 0 ? $"; {HealthWords.Count(Others)} more are" : ""),
                // What is idle has no statement that could be cancelled.
                Remedy = "Get-XmrtActivity -IdleInTransaction | Stop-XmrtActivity -Terminate -WhatIf",
            };
    }
}
