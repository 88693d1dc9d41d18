using System.Data.Common;

namespace XmrtOps.Health.Checks;

/// <summary>The database of the cluster that is nearest to running out of transaction ids.</summary>
internal sealed record TransactionAge(string Database, long Transactions, long Multixacts, long FreezeMaxAge)
{
    public const string Question = "Health/Checks/TransactionAge.sql";

    private const double Limit = 2_147_483_648;

    public static TransactionAge Read(DbDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));

    public HealthCheck Judge()
    {
        HealthCheck check = HealthCheck.Measured(
            HealthComponent.TransactionAge,
            100 * Math.Max(Transactions, Multixacts) / Limit,
            "%",
            HealthThresholds.TransactionAgePercent);
        string what = Transactions >= Multixacts ? "transaction ids" : "multixact ids";
        return check with
        {
            Reason = check.Status != HealthStatus.Healthy
                ? $"{Database} has used {HealthWords.Count(Math.Max(Transactions, Multixacts))} {what}; at 2^31 the server stops taking changes"
                : Transactions > FreezeMaxAge
                    ? $"past autovacuum_freeze_max_age in {Database}: autovacuum has to freeze, and does not keep up"
                    : "",
            Remedy = check.Status != HealthStatus.Healthy
                ? $"VACUUM (FREEZE); -- in {Database}; first end old transactions and slots"
                : null,
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Database"] = Database,
                ["TransactionAge"] = Transactions,
                ["MultixactAge"] = Multixacts,
                ["FreezeMaxAge"] = FreezeMaxAge,
            },
        };
    }
}
