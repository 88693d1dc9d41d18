using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Functions;

/// <summary>What is wrong with a function that is deployed.</summary>
internal static class FunctionJudgement
{
    public static IReadOnlyList<Finding> Of(DeployedFunction function) =>
        [.. All(function).OrderByDescending(finding => finding.Severity)];

    private static IEnumerable<Finding> All(DeployedFunction function)
    {
        string name = function.Name;
        if (function.Status is { } status and not "ACTIVE")
        {
            yield return Make("NotActive", Severity.Critical, $"the platform has it as {status}", $"Publish-XmrtFunction <path of {name}>");
        }

        if (function.Probe is { Started: false } probe)
        {
            yield return Make("DoesNotStart", Severity.Critical, probe.Reason, probe.Remedy, ("ErrorCode", probe.ErrorCode), ("StatusCode", probe.StatusCode));
        }
        else if (function.Probe is { StatusCode: >= 500 } failing)
        {
            yield return Make("OwnCodeFails", Severity.Critical, failing.Reason, failing.Remedy, ("StatusCode", failing.StatusCode));
        }

        if (function.ConfiguredVerifiesJwt is { } configured && function.VerifiesJwt is { } deployed && configured != deployed)
        {
            yield return Make(
                "JwtCheckDiffers",
                Severity.Critical,
                deployed
                    ? "the platform checks tokens although config.toml turns that off: calls without one are 401"
                    : "the platform checks no tokens although config.toml turns that on: anybody can call it",
                $"Publish-XmrtFunction <path of {name}> -VerifyJwt:${(configured ? "true" : "false")}",
                ("Deployed", deployed),
                ("Configured", configured));
        }

        if (function.RefusedByPlatform > 0)
        {
            yield return Make(
                "CallsRefused",
                Severity.Warning,
                string.Create(CultureInfo.CurrentCulture, $"the platform refused {function.RefusedByPlatform:N0} calls for their token (401)"),
                $"Get-XmrtLog Function {name} -Status 401",
                ("RefusedByPlatform", function.RefusedByPlatform),
                ("VerifiesJwt", function.VerifiesJwt));
        }

        if (function.ErrorPercent >= FunctionLimits.UnhealthyPercent)
        {
            yield return Make(
                "ManyErrors",
                Severity.Warning,
                string.Create(CultureInfo.CurrentCulture, $"{function.ErrorPercent:0.#} % of its calls fail"),
                $"Get-XmrtTopError {name}",
                ("ErrorPercent", function.ErrorPercent),
                ("Threshold", FunctionLimits.UnhealthyPercent));
        }

        if (function.Timeouts > 0)
        {
            yield return Make(
                "TimeLimitMet",
                Severity.Warning,
                string.Create(CultureInfo.CurrentCulture, $"{function.Timeouts:N0} calls were not answered within 150 s, the platform's limit"),
                "No setting raises it: answer at once, and go on in EdgeRuntime.waitUntil or by a queue.",
                ("Timeouts", function.Timeouts));
        }
        else if (function.MaxMs >= FunctionLimits.NearShare * FunctionLimits.AnswerMs)
        {
            yield return Make(
                "NearTimeLimit",
                Severity.Warning,
                string.Create(CultureInfo.CurrentCulture, $"its slowest call took {function.MaxMs / 1000:0} of the 150 s that there are"),
                "No setting raises the limit: answer at once, and go on in EdgeRuntime.waitUntil or by a queue.",
                ("MaxMs", function.MaxMs));
        }

        if (function.LimitsMet > 0 || function.MemoryLimitsMet > 0)
        {
            yield return Make(
                function.MemoryLimitsMet > 0 ? "MemoryLimitMet" : "ResourceLimitMet",
                Severity.Warning,
                function.MemoryLimitsMet > 0
                    ? string.Create(CultureInfo.CurrentCulture, $"{function.MemoryLimitsMet:N0} workers were ended at 256 MB of memory, the platform's limit")
                    : string.Create(CultureInfo.CurrentCulture, $"{function.LimitsMet:N0} calls met a limit of the platform: 256 MB of memory, or 2 s of processor time"),
                "No setting raises them: stream instead of holding, and split the work.",
                ("LimitsMet", function.LimitsMet),
                ("MemoryLimitsMet", function.MemoryLimitsMet));
        }
    }

    private static Finding Make(
        string code, Severity severity, string reason, string? remedy, params ReadOnlySpan<(string Name, object? Value)> evidence)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in evidence)
        {
            values.Add(name, value);
        }

        return new Finding { Code = code, Severity = severity, Reason = reason, Remedy = remedy, Evidence = values };
    }
}
