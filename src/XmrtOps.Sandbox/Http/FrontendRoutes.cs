using System.Data.Common;
using System.Net.Sockets;
using System.Reflection;

namespace XmrtOps.Sandbox.Http;

/// <summary>The frontend: a page, and a health report that asks the database.</summary>
internal static class FrontendRoutes
{
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>XMRT sandbox</title></head>
        <body><h1>XMRT sandbox</h1><p>A stand-in for the frontend. <a href="/api/health">Health</a></p></body>
        </html>
        """;

    /// <summary>Adds the routes; the probe opens a connection to the database and says how long that took.</summary>
    public static void Map(HttpStandIn standIn, Func<CancellationToken, Task<TimeSpan>> probe)
    {
        standIn.Map("GET", "/", (_, _) => Task.FromResult(StandInResponse.Text(200, "text/html; charset=utf-8", Page)));
        standIn.Map("GET", "/api/health", (_, cancellation) => ReportAsync(probe, cancellation));
    }

    private static async Task<StandInResponse> ReportAsync(
        Func<CancellationToken, Task<TimeSpan>> probe, CancellationToken cancellation)
    {
        object database;
        var isHealthy = true;
        try
        {
            var took = await probe(cancellation).ConfigureAwait(false);
            database = new { status = "healthy", latencyMs = Math.Round(took.TotalMilliseconds, 1) };
        }
        catch (Exception error) when (error is DbException or SocketException or IOException or TimeoutException)
        {
            isHealthy = false;
            database = new { status = "unhealthy", error = error.Message };
        }

        return StandInResponse.Json(isHealthy ? 200 : 503, new
        {
            status = isHealthy ? "healthy" : "unhealthy",
            timestamp = DateTimeOffset.UtcNow,
            version = typeof(FrontendRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion.Split('+')[0],
            checks = new { database },
        });
    }
}
