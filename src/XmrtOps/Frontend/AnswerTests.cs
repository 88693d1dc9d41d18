using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Health;

namespace XmrtOps.Frontend;

/// <summary>Judges what the health address answered: whether it did, in what time, and what it says of the application.</summary>
internal static class AnswerTests
{
    private const string Errors = "Get-XmrtLog Frontend -Level Error";

    /// <summary>What to do about a paused project.</summary>
    public const string Unpause = "Unpause it: Vercel dashboard, the project, Settings, General. A limit of spending pauses projects "
        + "too: Settings, Billing.";

    private const string GoBack = "if it began with what is current, go back: Invoke-XmrtRollback -Frontend";

    /// <summary>The answer's status, or why there is none.</summary>
    public static FrontendTestResult Status(HttpAnswer answer, TimeSpan timeout, DateTimeOffset now)
    {
        string subject = answer.Url.AbsoluteUri;
        FrontendTestResult result = answer is { StatusCode: { } code and >= 200 and < 300, Failure: HttpFailure.None }
            ? FrontendTestResult.Right(FrontendTestKind.Http, subject, $"answers {code}")
            : Wrong(answer, subject, timeout, now);
        return result with { Evidence = FrontendJudgement.Of(answer, timeout, now).Evidence };
    }

    /// <summary>The time to the first byte.</summary>
    public static FrontendTestResult FirstByte(HttpAnswer answer)
    {
        string subject = answer.Url.AbsoluteUri;
        if (answer.LatencyMs is not { } latency)
        {
            return FrontendTestResult.NotMeasured(FrontendTestKind.FirstByte, subject, "there was no answer");
        }

        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["LatencyMs"] = Math.Round(latency, 1),
            ["ThresholdMs"] = HealthThresholds.FrontendLatencyMs.Degraded,
        };
        string took = Module.Display.Milliseconds(latency);
        HealthStatus speed = HealthThresholds.FrontendLatencyMs.Judge(latency);
        if (speed == HealthStatus.Healthy)
        {
            return FrontendTestResult.Right(FrontendTestKind.FirstByte, subject, took) with { Evidence = evidence };
        }

        FrontendTestResult slow = FrontendTestResult.Wrong(
            FrontendTestKind.FirstByte,
            subject,
            "Slow",
            $"{took}, slower than {HealthWords.Span(HealthThresholds.FrontendLatencyMs.Degraded / 1000)}",
            "Test once more: the first call after a pause starts functions. Then Get-XmrtActivity and Get-XmrtSlowQuery.");
        return slow with
        {
            Evidence = evidence,
            Findings = [slow.Findings[0] with { Severity = speed == HealthStatus.Unhealthy ? Severity.Critical : Severity.Warning }],
        };
    }

    /// <summary>What the application says of itself.</summary>
    public static FrontendTestResult Health(HttpAnswer answer)
    {
        string subject = answer.Url.AbsoluteUri;
        if (answer.StatusCode is null)
        {
            return FrontendTestResult.NotMeasured(FrontendTestKind.Health, subject, "there was no answer");
        }

        if (answer.Report is not { } report)
        {
            return FrontendTestResult.NotMeasured(
                FrontendTestKind.Health, subject,
                answer.VercelError is not null ? "Vercel answered in place of the application"
                : answer.Failure != HttpFailure.None ? "the body did not come whole"
                : answer.BodyBytes == 0 ? "the answer has no body"
                : $"the body is no report ({answer.ContentType ?? "no type"}): perhaps no health address");
        }

        Dictionary<string, object?> evidence = new(StringComparer.Ordinal) { ["Status"] = report.Word };
        foreach (HealthReport.Part part in report.Parts)
        {
            evidence[part.Name] = part.Why ?? part.Word ?? (object?)part.IsHealthy;
        }

        string[] failing = [.. report.Parts.Where(part => part.IsHealthy == false).Select(part => part.ToString())];
        FrontendTestResult result = report.IsHealthy switch
        {
            true => FrontendTestResult.Right(
                FrontendTestKind.Health, subject, $"it says {report.Word ?? "that it is healthy"}"),
            null => FrontendTestResult.NotMeasured(
                FrontendTestKind.Health,
                subject,
                report.Word is { } word ? $"it says '{word}', which is not understood" : "its report says nothing of its state"),
            false when report.Parts.Any(part => part is { IsHealthy: false, IsDatabase: true }) => FrontendTestResult.Wrong(
                FrontendTestKind.Health, subject, "DatabaseUnreachable", $"it says: {string.Join("; ", failing)}", "See the result Database."),
            false => FrontendTestResult.Wrong(
                FrontendTestKind.Health, subject, "ReportsUnhealthy",
                failing.Length > 0 ? $"it says: {string.Join("; ", failing)}" : $"it says {report.Word ?? "that it is not healthy"}",
                $"{Errors}. Where a key or a variable is wrong: set it in Vercel, and Start-XmrtDeployment builds with it."),
        };
        return result with { Evidence = evidence };
    }

    private static FrontendTestResult Wrong(HttpAnswer answer, string subject, TimeSpan timeout, DateTimeOffset now)
    {
        // A slow or expiring certificate is said elsewhere: this is about the answer alone.
        HealthCheck check = FrontendJudgement.Of(answer with { CertificateExpiresAt = null }, timeout, now);
        bool? passed = check.Status == HealthStatus.Unknown ? null : false;
        (string code, string? remedy) = answer switch
        {
            { VercelError: { } error } => OfVercel(error),
            { StatusCode: 401 } or { Location.Host: "vercel.com" } => (
                "DeploymentProtected",
                "It is Vercel's deployment protection: test the production domain, which is open, or let this machine through "
                + "(Settings, Deployment Protection)."),
            { StatusCode: 403 or 429 } => (
                answer.Mitigation is null ? "ProbeRefused" : "FirewallChallenge",
                answer.StatusCode == 429 ? "Test again in a minute. Where users get 429 too: Vercel dashboard, Firewall."
                    : "Let this machine through, and see whether users get it too: Vercel dashboard, Firewall (attack mode?)."),
            { StatusCode: >= 500, Report.IsHealthy: false } => ("ReportsUnhealthy", "See the results Health and Database."),
            { StatusCode: >= 500 } => ("AnswerFailed", $"{Errors}; {GoBack}."),
            { StatusCode: null, Failure: HttpFailure.TimedOut } => (
                "NoAnswer", $"{Errors}, and Get-XmrtActivity for statements that run long; {GoBack}."),
            _ => ("AnswerWrong", check.Remedy),
        };
        string reason = code == "ReportsUnhealthy"
            ? string.Create(CultureInfo.InvariantCulture, $"{answer.StatusCode}: the application answers, and says that it is not well")
            : check.Reason;
        return FrontendTestResult.Wrong(FrontendTestKind.Http, subject, code, reason, remedy, passed);
    }

    private static (string Code, string Remedy) OfVercel(string error) => error switch
    {
        "DEPLOYMENT_PAUSED" => ("ProjectPaused",
            Unpause),
        "DEPLOYMENT_DISABLED" => ("DeploymentDisabled",
            "See Vercel dashboard, Settings, Billing: an unpaid invoice disables deployments (402)."),
        "DEPLOYMENT_BLOCKED" => ("DeploymentBlocked",
            "Ask Vercel's support (Get-XmrtContact): it blocks deployments for abuse or by law."),
        "DEPLOYMENT_DELETED" or "DEPLOYMENT_NOT_FOUND" => ("NoDeployment",
            "Get-XmrtDeployment -Target Production -State Ready -First 5, and Start-XmrtDeployment <id> -Promote."),
        "NOT_FOUND" => ("PageMissing",
            "Check the address with Get-XmrtConnection, and that what is current has the route: Get-XmrtDeployment."),
        "FUNCTION_THROTTLED" => ("FunctionThrottled",
            $"{Errors}; too much runs at once: Get-XmrtActivity for what functions wait for."),
        "MIDDLEWARE_RUNTIME_DEPRECATED" => ("MiddlewareDeprecated",
            "Build with a newer version of the framework: Start-XmrtDeployment -GitRef <branch>."),
        "INFINITE_LOOP_DETECTED" => ("RequestLoop",
            "Look for a rewrite or redirect that leads to itself: vercel.json, next.config."),
        _ when error.EndsWith("_TIMEOUT", StringComparison.Ordinal) => ("FunctionTimedOut",
            $"Get-XmrtLog Frontend -Status 504, and Get-XmrtActivity for statements that run long; {GoBack}."),
        _ when error.StartsWith("DNS_HOSTNAME_", StringComparison.Ordinal)
            || error.StartsWith("ROUTER_EXTERNAL_TARGET_", StringComparison.Ordinal) => ("RewriteTargetFailed", "Look where vercel.json and next.config forward to: that host fails, not Vercel."),
        _ => ("FunctionFailed", $"{Errors}; {GoBack}."),
    };
}
