using System.Data.Common;
using System.Net.Sockets;
using System.Reflection;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>The frontend: a page, a health report that asks the database, and visitors' tokens. All are made by functions.</summary>
internal static class FrontendRoutes
{
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>XMRT sandbox</title></head>
        <body><h1>XMRT sandbox</h1><p>A stand-in for the frontend. <a href="/api/health">Health</a></p></body>
        </html>
        """;

    /// <summary>The variable with the key that pages send.</summary>
    internal const string KeyVariable = "NEXT_PUBLIC_SUPABASE_ANON_KEY";

    /// <summary>Adds the routes; the probe opens a connection to the database and says how long that took.</summary>
    public static void Map(HttpStandIn standIn, VercelSite site, Func<CancellationToken, Task<TimeSpan>> probe)
    {
        standIn.Map("GET", "/", (request, cancellation) => site.ServeAsync(
            request, _ => Task.FromResult(StandInResponse.Text(200, "text/html; charset=utf-8", Page)), cancellation));
        standIn.Map("GET", "/api/health", (request, cancellation) => site.ServeAsync(
            request, deployment => ReportAsync(site, deployment, probe, cancellation), cancellation));
        standIn.Map("GET", "/api/session", (request, cancellation) => site.ServeAsync(
            request, deployment => Task.FromResult(VisitorSession.Answer(deployment, site.Now)), cancellation));
    }

    private static async Task<StandInResponse> ReportAsync(
        VercelSite site, VercelDeployment deployment, Func<CancellationToken, Task<TimeSpan>> probe,
        CancellationToken cancellation)
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

        // The key is that of the build: what was set since then reaches the site with the next one only.
        object api = new { status = "healthy" };
        var key = deployment.Environment.GetValueOrDefault(KeyVariable);
        if (key is null || !site.AcceptsKey(key))
        {
            isHealthy = false;
            api = new { status = "unhealthy", error = key is null ? $"{KeyVariable} is not set" : "Invalid API key" };
        }

        return StandInResponse.Json(isHealthy ? 200 : 503, new
        {
            status = isHealthy ? "healthy" : "unhealthy",
            timestamp = DateTimeOffset.UtcNow,
            version = typeof(FrontendRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion.Split('+')[0],
            checks = new { database, api },
        });
    }
}
