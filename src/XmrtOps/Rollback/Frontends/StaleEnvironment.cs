using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Frontend;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;
using XmrtOps.State;

namespace XmrtOps.Rollback.Frontends;

/// <summary>A build keeps the variables of its day: which of them have been changed since.</summary>
internal static class StaleEnvironment
{
    /// <returns>Null where they could not be read.</returns>
    public static async Task<IReadOnlyList<EnvironmentChange>?> ReadAsync(
        XmrtConnection connection, Deployment destination, INotices notices, CancellationToken cancellation)
    {
        if (destination.CreatedAt is not { } built)
        {
            return null;
        }

        try
        {
            return
            [
                .. (await connection.Vercel.GetVariablesAsync(isDecrypted: false, notices, cancellation))
                    .Where(variable => variable.Key is not null && IsOfProduction(variable) && ChangedAt(variable) > built)
                    .Select(variable => new EnvironmentChange(
                        variable.Key!,
                        ChangedAt(variable),
                        IsNew: variable.CreatedAt > built,
                        IsCredential: variable.Type != "system" && SecretText.IsSecretName(variable.Key!)))
                    .OrderByDescending(change => change.ChangedAt),
            ];
        }
        catch (XmrtException fault) when (fault.ErrorId is not "Unauthorized")
        {
            notices.Warn($"Whether variables were changed since it was built is not known. {fault.Message}");
            return null;
        }
    }

    /// <summary>Keys that were replaced since.</summary>
    public static IReadOnlyList<EnvironmentChange> Retired(IReadOnlyList<EnvironmentChange>? changes) =>
        [.. (changes ?? []).Where(change => change is { IsCredential: true, IsNew: false })];

    public static Finding? Describe(IReadOnlyList<EnvironmentChange>? changes, DateTimeOffset now)
    {
        if (changes is null)
        {
            return new Finding
            {
                Code = "EnvironmentUnknown",
                Severity = Severity.Information,
                Confidence = Confidence.None,
                Reason = "Whether variables were changed since it was built is not known: they could not be read.",
                Remedy = "Look at them in the dashboard: the project, Settings, Environment Variables.",
                MeasuredAt = now,
            };
        }

        return changes.Count == 0 ? null : new Finding
        {
            Code = "EnvironmentChanged",
            Severity = Severity.Warning,
            Reason = "Its build holds the variables of its day. Changed since: " + string.Join(", ", changes.Select(Words)) + ".",
            Remedy = "After the rollback build it anew with those of today: Start-XmrtDeployment <id>, then promote it.",
            MeasuredAt = now,
        };
    }

    private static string Words(EnvironmentChange change) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Module.Display.OneLine(change.Name, 60)} ({(change.IsNew ? "new" : "changed")} {change.ChangedAt?.LocalDateTime:yyyy-MM-dd HH:mm})");

    private static DateTimeOffset? ChangedAt(VercelVariable variable) => variable.UpdatedAt ?? variable.CreatedAt;

    private static bool IsOfProduction(VercelVariable variable) =>
        variable.Target is null || variable.Target.Contains(Deployments.Production, StringComparer.Ordinal);
}
