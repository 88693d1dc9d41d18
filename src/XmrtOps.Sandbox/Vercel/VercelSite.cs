using System.Diagnostics;
using System.Security.Cryptography;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// What stands between a visitor and a deployment: which one is meant, whether it may and can answer.
/// </summary>
internal sealed class VercelSite(VercelPlatform platform)
{
    private const string Bypass = "x-vercel-protection-bypass";

    public DateTimeOffset Now => platform.Now;

    public bool AcceptsKey(string key) => platform.AcceptsKey is { } accepts
        ? accepts(key)
        : key == platform.Identity.AnonKey || key == platform.Identity.PublishableKey;

    /// <summary>The deployment's answer, or the platform's own; either way the request is logged.</summary>
    public async Task<StandInResponse> ServeAsync(
        StandInRequest request, Func<VercelDeployment, Task<StandInResponse>> answer, CancellationToken cancellation)
    {
        var project = platform.Project;
        var host = request.Headers.GetValueOrDefault("Host")?.Split(':')[0] ?? string.Empty;
        var visitor = EdgeLog.AddressOf(request);
        VercelDeployment? deployment;
        StandInResponse? refusal;
        lock (platform.Gate)
        {
            platform.Settle();
            var addressed = project.Find(host);
            deployment = addressed ?? project.Production;
            refusal = Refuse(request, project, deployment, isOwnHost: deployment is not null && host == deployment.Url);
            if (refusal is null && project.Firewall.Stops(visitor))
            {
                refusal = TooMany();
                project.Requests.Add(
                    Row(request, project, deployment!, host, refusal.Status, TimeSpan.Zero, message: null) with { Source = "static" });
            }
        }

        if (deployment is null || refusal is not null) return refusal!;

        var started = Stopwatch.GetTimestamp();
        var (response, message) = await CallAsync(deployment, answer, cancellation).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(started);
        project.Requests.Add(Row(request, project, deployment, host, response.Status, took, message));
        return response;
    }

    private static StandInResponse? Refuse(
        StandInRequest request, VercelProject project, VercelDeployment? deployment, bool isOwnHost)
    {
        if (project.IsPaused)
            return VercelSiteDialect.ErrorPage(503, "DEPLOYMENT_PAUSED", "This deployment is temporarily paused");
        if (deployment?.StateAt(project.Now) != VercelReadyState.Ready)
            return VercelSiteDialect.ErrorPage(
                404, "DEPLOYMENT_NOT_FOUND", "The deployment could not be found on Vercel.");
        if (isOwnHost && request.Headers.GetValueOrDefault(Bypass) != project.ProtectionBypass)
            return StandInResponse.Text(
                401, "text/html; charset=utf-8", "<!doctype html><title>Authentication Required</title>");
        if (project.Firewall.IsInAttackModeAt(project.Now) && !project.Firewall.LetsThrough(EdgeLog.AddressOf(request)))
            return StandInResponse
                .Text(403, "text/html; charset=utf-8", "<!doctype html><title>Vercel Security Checkpoint</title>")
                .With("x-vercel-mitigated", "challenge");
        return null;
    }

    // No function was called, which is how the log tells it from an answer of the application.
    private static StandInResponse TooMany() => StandInResponse
        .Text(429, "text/html; charset=utf-8", "<!doctype html><title>429: Too Many Requests</title>")
        .With("x-vercel-mitigated", "deny");

    private async Task<(StandInResponse Response, string? Message)> CallAsync(
        VercelDeployment deployment, Func<VercelDeployment, Task<StandInResponse>> answer,
        CancellationToken cancellation)
    {
        switch (deployment.Behaviour)
        {
            case VercelBehaviour.FunctionFails:
                return (
                    VercelSiteDialect.ErrorPage(500, "FUNCTION_INVOCATION_FAILED", "A server error has occurred"),
                    "Error: Cannot find module 'pg-native'");
            case VercelBehaviour.FunctionTimesOut:
                await Task.Delay(platform.Rules.FunctionTimeout, cancellation).ConfigureAwait(false);
                return (
                    VercelSiteDialect.ErrorPage(
                        504, "FUNCTION_INVOCATION_TIMEOUT", "An error occurred with your deployment"),
                    "Vercel Runtime Timeout Error: Task timed out after 15 seconds");
            case VercelBehaviour.FunctionDoesNotRespond:
                return (
                    VercelSiteDialect.ErrorPage(
                        502, "NO_RESPONSE_FROM_FUNCTION", "An error occurred with your deployment"),
                    "The function ended without a response");
            default:
                var response = await answer(deployment).ConfigureAwait(false);
                return (response, response.Status < 500 ? null : $"health report answered {response.Status}");
        }
    }

    private VercelRequestLogRow Row(
        StandInRequest request, VercelProject project, VercelDeployment deployment, string host, int status,
        TimeSpan took, string? message)
    {
        var at = VercelTraffic.Milliseconds(platform.Now);
        return new VercelRequestLogRow
        {
            RequestId = $"{Hex(5)}-{at.ToUnixTimeMilliseconds()}-{Hex(12)}",
            Timestamp = at,
            DeploymentId = deployment.Id,
            Method = request.Method,
            Path = request.Path,
            StatusCode = status,
            Environment = deployment.Target ?? "preview",
            Branch = deployment.Commit.Branch,
            // A loopback address stands for the production domain.
            Domain = project.Find(host) is null ? project.Domains[0] : host,
            Source = "serverless",
            Duration = took,
            Level = status >= 500 ? "error" : "info",
            Message = message,
        };
    }

    private static string Hex(int digits) => RandomNumberGenerator.GetHexString(digits, lowercase: true);
}
