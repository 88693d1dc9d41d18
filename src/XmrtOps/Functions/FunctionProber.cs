using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Project;

namespace XmrtOps.Functions;

/// <summary>
/// Calls a function by OPTIONS: the platform starts its module for that, checks no token, and a function that is written as
/// usual answers without doing anything.
/// </summary>
internal static class FunctionProber
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static async Task<FunctionProbe> ProbeAsync(
        XmrtConnection connection, string name, INotices notices, CancellationToken cancellation)
    {
        try
        {
            FunctionCall call = new(name)
            {
                Method = HttpMethod.Options,
                Key = connection.HasAnonKey ? FunctionKey.Anon : FunctionKey.None,
                Timeout = s_patience,
            };
            return Judge(name, await connection.SupabaseProject.InvokeAsync(call, notices, cancellation));
        }
        catch (XmrtException fault) when (fault.ErrorId is not "ConnectionClosed")
        {
            return new FunctionProbe { Reason = $"not measured: {fault.Message}", Remedy = fault.Remedy };
        }
    }

    internal static FunctionProbe Judge(string name, FunctionAnswer answer)
    {
        string log = $"Get-XmrtLog Function {name} -Since 10m shows why.";
        (bool? started, string reason, string? remedy) = (answer.ErrorCode, answer.StatusCode) switch
        {
            ("BOOT_ERROR", _) => (
                false,
                "its module does not start: an import, the syntax, or a variable that it needs at once",
                $"{log} Test-XmrtFunction checks the source; the version before: Get-XmrtFunction {name} -Saved."),
            ("NOT_FOUND_FUNCTION_BLOB", _) => (
                false,
                "it was deployed without its bundle, as two deployments at once can leave it",
                $"Deploy it again: Publish-XmrtFunction <path>, or Get-XmrtFunction {name} -Saved | Publish-XmrtFunction."),
            ("NOT_FOUND", _) => ((bool?)false, "the platform has no such function", "Get-XmrtFunction lists those that there are."),
            ("WORKER_LIMIT" or "WORKER_RESOURCE_LIMIT", _) or (_, 546) => (
                false,
                "it used up the platform's limits: 256 MB of memory, 2 s of processor time",
                $"No setting raises them. {log}"),
            ("IDLE_TIMEOUT", _) => (false, "it did not answer within 150 s", $"No setting raises that. {log}"),
            ("RATE_LIMIT_EXCEEDED", _) => (
                null, "it is called in circles, or too often from other functions", $"{log} See which function calls it."),
            ("WORKER_ERROR" or "EDGE_FUNCTION_ERROR", _) => (false, "it threw an error that nobody caught", log),
            ({ } code, _) when code.StartsWith("LOAD_FUNCTION", StringComparison.Ordinal) => (
                false, "the platform could not load it", "Deploy it again: Publish-XmrtFunction <path>."),
            ({ } code, _) when code.StartsWith("UNAUTHORIZED", StringComparison.Ordinal) => (
                null, $"the platform refused the call before the function ({code})", "Compare the key of the connection with the project's."),
            (not null, _) => (null, "the platform answered in its place", log),
            (null, >= 500) => (true, "it starts, and its own code fails", log),
            (null, 401 or 403) => (true, "it starts, and its own code refuses a call without a signature or token", null),
            _ => (true, "it starts and answers", null),
        };
        return new FunctionProbe
        {
            Started = started,
            StatusCode = answer.StatusCode,
            ErrorCode = answer.ErrorCode,
            LatencyMs = answer.LatencyMs,
            Region = answer.Region,
            ExecutionId = answer.ExecutionId,
            Reason = reason,
            Remedy = remedy,
        };
    }
}
