using XmrtOps.Connections;
using XmrtOps.Health;
using XmrtOps.Notices;

namespace XmrtOps.Frontend;

/// <summary>Tells whether the database is the cause: by what the frontend says of it, and by a look of our own.</summary>
internal static class DatabaseTest
{
    /// <summary>A look of our own, or null where the connection has no database.</summary>
    public static async Task<HealthCheck?> LookAsync(
        XmrtConnection connection, FrontendTestRequest request, INotices notices, CancellationToken cancellation)
    {
        HealthCheck? found = null;
        if (connection.HasDatabase)
        {
            await foreach (HealthCheck check in HealthReader.ReadAsync(
                connection, [HealthComponent.Database], request.Timeout, request.CreateProbe, notices, cancellation))
            {
                found ??= check;
            }
        }

        return found;
    }

    public static FrontendTestResult Judge(HealthReport? report, HealthCheck? own, XmrtConnection connection)
    {
        HealthReport.Part? said = report?.Parts.FirstOrDefault(part => part.IsDatabase && part.IsHealthy is not null);
        string subject = connection.HostName is { } host ? $"{host}/{connection.DatabaseName}" : "database";
        string ownWords = own is null ? "" : $"this machine's look: {own.Status}{(own.Reason.Length > 0 ? $", {own.Reason}" : "")}";
        FrontendTestResult result = (said?.IsHealthy, own?.Status) switch
        {
            (false, HealthStatus.Healthy or HealthStatus.Degraded) => Wrong(
                subject, HealthWords.Join($"the frontend does not reach it ({said!.Why ?? said.Word})", "this machine does"),
                "The way of the frontend differs: its variables (address, pooler, key) in Vercel, and whether connections are left: Get-XmrtDatabase."),
            (false, null) => Wrong(
                subject, $"the frontend does not reach it ({said!.Why ?? said.Word})",
                "Get-XmrtHealth on a connection with the database; the project's state is in the Supabase dashboard (a paused one answers nobody)."),
            (false, _) => Wrong(
                subject, HealthWords.Join($"the frontend does not reach it ({said!.Why ?? said.Word})", ownWords),
                own!.Remedy ?? "Get-XmrtHealth Database"),
            (_, HealthStatus.Unhealthy) when said?.IsHealthy != true => Wrong(subject, ownWords, own!.Remedy ?? "Get-XmrtHealth Database"),
            (true, _) => FrontendTestResult.Right(
                FrontendTestKind.Database, subject,
                HealthWords.Join("the frontend reaches it", own?.Status is HealthStatus.Unhealthy or HealthStatus.Unknown ? ownWords : "")),
            (_, HealthStatus.Healthy or HealthStatus.Degraded) => FrontendTestResult.Right(
                FrontendTestKind.Database, subject, HealthWords.Join("this machine reaches it", "the frontend says nothing of it")),
            _ => FrontendTestResult.NotMeasured(
                FrontendTestKind.Database, subject,
                own is null ? "the connection has no database, and the frontend says nothing of it" : ownWords,
                own is null ? "Connect-Xmrt with the database's URL too." : own.Remedy),
        };
        return result with
        {
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["FrontendSays"] = said?.ToString(),
                ["OwnStatus"] = own?.Status.ToString(),
                ["OwnReason"] = own?.Reason,
            },
        };
    }

    private static FrontendTestResult Wrong(string subject, string reason, string remedy) =>
        FrontendTestResult.Wrong(FrontendTestKind.Database, subject, "DatabaseUnreachable", reason, remedy);
}
