using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Findings;
using XmrtOps.Notices;
using XmrtOps.Projects;

namespace XmrtOps.Health;

/// <summary>How the platforms say that the project is.</summary>
internal static class PlatformHealth
{
    /// <summary>The components that a platform's API is asked about, which takes a token.</summary>
    public static IReadOnlyList<HealthComponent> Components { get; } =
        [HealthComponent.SupabaseProject, HealthComponent.VercelProject];

    /// <summary>What a report holds when nothing is chosen: who works without a token for a platform knows it, and a line
    /// that says so in every report would only teach to overlook Unknown.</summary>
    public static IReadOnlyList<HealthComponent> DefaultsOf(XmrtConnection connection) =>
    [
        .. Enum.GetValues<HealthComponent>().Where(component => component switch
        {
            HealthComponent.SupabaseProject => connection.HasSupabase,
            HealthComponent.VercelProject => connection.HasVercel,
            _ => true,
        }),
    ];

    /// <summary>Reports one check, whatever happens.</summary>
    public static async Task MeasureAsync(
        HealthComponent component,
        XmrtConnection connection,
        TimeSpan timeout,
        INotices notices,
        Action<HealthCheck> report,
        CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        ProjectParts parts = new(timeout, cancellation);
        bool isSupabase = component == HealthComponent.SupabaseProject;
        ProjectOverview overview = new()
        {
            Connection = connection.Name,
            Supabase = isSupabase ? await new SupabaseProjectReader(connection, parts, notices).ReadStatusAsync() : new(),
            Vercel = isSupabase ? new() : await new VercelProjectReader(connection, parts, notices).ReadAsync(),
            NotMeasured = parts.Missing,
            MeasuredAt = DateTimeOffset.Now,
        };
        report(Judge(component, overview with { Findings = ProjectJudgement.Of(overview) }) with
        {
            DurationMs = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1),
        });
    }

    private static HealthCheck Judge(HealthComponent component, ProjectOverview overview)
    {
        string? state = component == HealthComponent.SupabaseProject
            ? overview.Supabase.Status
            : overview.Vercel.Id is null ? null : StateOf(overview.Vercel);
        // One reason is enough at a glance; Get-XmrtProject has them all.
        UnmeasuredPart? missing = overview.NotMeasured.Count > 0 ? overview.NotMeasured[0] : null;
        if (state is null && overview.Findings.Count == 0)
        {
            return HealthCheck.NotMeasured(component, missing?.Reason ?? "the platform does not say", missing?.Remedy);
        }

        Finding? worst = overview.Findings.Count > 0 ? overview.Findings[0] : null;
        return new HealthCheck
        {
            Component = component.ToString(),
            Status = worst?.Severity switch
            {
                Severity.Critical => HealthStatus.Unhealthy,
                Severity.Warning => HealthStatus.Degraded,
                _ => HealthStatus.Healthy,
            },
            Value = worst?.Severity != Severity.Critical,
            Confidence = missing is null ? Confidence.High : Confidence.Medium,
            Reason = HealthWords.Join(
                string.Join("; ", overview.Findings.Select(finding => finding.Reason)),
                missing is null ? "" : $"{missing.Part} could not be measured"),
            Remedy = worst is null ? null : "Get-XmrtProject",
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["State"] = state,
                ["Findings"] = overview.Findings.Select(finding => finding.Code).ToArray(),
                ["NotMeasured"] = overview.NotMeasured.Select(part => part.ToString()).ToArray(),
            },
        };
    }

    private static string StateOf(VercelProjectState state) => state switch
    {
        { IsPaused: true } => "paused",
        { IsPinned: true } => "pinned",
        { ProductionState: { } production } => production,
        _ => "nothing in production",
    };
}
