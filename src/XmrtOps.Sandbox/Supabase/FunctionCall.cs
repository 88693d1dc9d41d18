using System.Globalization;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>One call of an edge function, as the logs tell of it: one line of the gateway, and those of the function.</summary>
internal sealed class FunctionCall
{
    private const string GatewayLog = "function_edge_logs";
    private const string FunctionLog = "function_logs";

    private readonly SupabasePlatform _platform;
    private readonly EdgeFunction _function;
    private readonly StandInRequest _request;
    private readonly long _startedAt;
    private bool _hasRun;

    public FunctionCall(SupabasePlatform platform, EdgeFunction function, StandInRequest request)
    {
        (_platform, _function, _request) = (platform, function, request);
        _startedAt = platform.Clock.GetTimestamp();
    }

    /// <summary>Identity of this run.</summary>
    public Guid ExecutionId { get; } = Guid.NewGuid();

    private string DeploymentId => string.Create(
        CultureInfo.InvariantCulture, $"{_platform.Project.Ref}_{_function.Id}_{_function.Version}");

    /// <summary>The worker has started.</summary>
    public void Boot() => Say("Boot", "booted (time: 27ms)");

    /// <summary>A line of the function itself.</summary>
    /// <param name="kind">Boot, Shutdown, or a level: Log, Warning, Error.</param>
    /// <param name="message">Its text.</param>
    public void Say(string kind, string message)
    {
        _hasRun = true;
        var isEvent = kind is "Boot" or "Shutdown";
        var level = isEvent ? "log" : kind.ToLowerInvariant();
        var attributes = Common();
        attributes["level"] = level;
        attributes["event_type"] = isEvent ? kind : "Log";
        Write(FunctionLog, message, level switch { "error" => "ERROR", "warning" => "WARN", _ => "INFO" }, attributes);
    }

    /// <summary>The gateway's line about the whole call.</summary>
    public void Write(StandInResponse response)
    {
        var path = $"/functions/v1/{_function.Slug}";
        var took = _platform.Clock.GetElapsedTime(_startedAt).TotalMilliseconds;
        var attributes = Common();
        // What never reached the function has no run of its own.
        if (!_hasRun) attributes["execution_id"] = string.Empty;
        attributes["response.status_code"] = response.Status.ToString(CultureInfo.InvariantCulture);
        attributes["request.method"] = _request.Method;
        attributes["request.pathname"] = path;
        attributes["request.url"] = $"https://{_platform.Project.Ref}.supabase.co{path}";
        attributes["execution_time_ms"] = took.ToString("0", CultureInfo.InvariantCulture);
        attributes["response.headers.x_sb_edge_region"] = _platform.Project.Region;
        if (_request.BearerToken is { } bearer)
        {
            var token = GatewayToken.Check(bearer, _platform);
            if (token.Problem is not null) attributes["request.sb.jwt.authorization.invalid"] = "true";
            EdgeLog.AddClaims(attributes, token.Algorithm, token.Payload);
        }

        EdgeLog.AddKey(attributes, _platform, _request);
        var severity = response.Status switch { >= 500 => "ERROR", >= 400 => "WARN", _ => "INFO" };
        var message = string.Create(
            CultureInfo.InvariantCulture, $"{_request.Method} | {response.Status} | {attributes["request.url"]}");
        Write(GatewayLog, message, severity, attributes);
    }

    private Dictionary<string, string> Common() => new(StringComparer.Ordinal)
    {
        ["function_id"] = $"{_function.Id}",
        ["execution_id"] = $"{ExecutionId}",
        ["deployment_id"] = DeploymentId,
        ["version"] = _function.Version.ToString(CultureInfo.InvariantCulture),
        ["project_ref"] = _platform.Project.Ref,
    };

    private void Write(string source, string message, string severity, Dictionary<string, string> attributes) =>
        _platform.Log.Write(new PlatformLogEntry(
            Guid.NewGuid(), _platform.Clock.GetUtcNow(), source, message, severity, attributes));
}
