using System.Security.Cryptography;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase.Rest;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// The gateway before the project's services: nothing of a project that is down or restricted (540, 402), and what needs an
/// API key only with a valid one.
/// </summary>
internal sealed class ProjectDialect(SupabasePlatform platform) : StandInDialect
{
    private const int ProjectPaused = 540;

    // Functions check callers themselves, the keys of tokens are public, and the metrics have a password of their own.
    private static readonly string[] OpenPaths = ["/functions/", "/auth/v1/.well-known/", "/customer/"];

    private static readonly string[] OtherLogs = ["/functions/", "/customer/"];

    public override StandInResponse? Refuse(StandInRequest request)
    {
        platform.CountRequest();
        var status = platform.Project.Status;
        if (!ProjectStatus.IsUp(status))
        {
            return StandInResponse.Text(
                ProjectPaused, "text/html; charset=utf-8", $"<html><body><h1>Project is {status}</h1></body></html>");
        }

        if (platform.Organization.IsRestricted)
        {
            return StandInResponse.Json(
                402, new { message = "Service for this project is restricted", hint = "See the organization's usage" });
        }

        // A browser asks first whether it may ask, and sends no key with that.
        return OpenPaths.Any(path => request.Path.StartsWith(path, StringComparison.Ordinal)) || (IsRest(request) && request.Method == "OPTIONS")
            ? null
            : RefuseKey(request);
    }

    public override StandInResponse NotFound(StandInRequest request) => IsRest(request)
        ? RestErrors.NoSuchPath().ToResponse()
        : StandInResponse.Json(404, new { message = "no Route matched with those values" });

    public override StandInResponse Error(int status) => StandInResponse.Json(status, new { message = ReasonPhrase.Of(status) });

    public override StandInResponse Stamp(StandInResponse response) => response
        .With("sb-gateway-version", "1")
        .With("sb-request-id", $"{Guid.CreateVersion7()}")
        .With("sb-project-ref", platform.Project.Ref)
        .With("cf-ray", RandomNumberGenerator.GetHexString(16, lowercase: true) + "-FRA");

    public override StandInResponse Stamp(StandInRequest request, StandInResponse response)
    {
        response = Stamp(response);
        // Functions have a gateway with a log of its own, and nobody logs the metrics.
        if (!OtherLogs.Any(path => request.Path.StartsWith(path, StringComparison.Ordinal))) EdgeLog.Write(platform, request, response);
        return IsRest(request) ? response.With("Access-Control-Allow-Origin", "*") : response;
    }

    private static bool IsRest(StandInRequest request) =>
        request.Path.StartsWith(RestContext.Root + "/", StringComparison.Ordinal);

    private StandInResponse? RefuseKey(StandInRequest request)
    {
        var value = request.Headers.GetValueOrDefault("apikey") ?? request.First("apikey");
        if (string.IsNullOrEmpty(value))
        {
            return Refusal("No API key found in request", "No `apikey` request header or url param was found.");
        }

        if (platform.ApiKeys.OfValue(value) is not { } key || (key.IsLegacy && !platform.SigningKeys.IsLegacyTrusted))
        {
            return Refusal("Invalid API key", "Double check your Supabase `anon` or `service_role` API key.");
        }

        if (key.IsLegacy && !platform.ApiKeys.AreLegacyEnabled)
        {
            return Refusal("Legacy API keys are disabled", "Your legacy API keys (anon, service_role) were disabled.");
        }

        var agent = request.Headers.GetValueOrDefault("User-Agent", string.Empty);
        return key.Type == "secret" && agent.StartsWith("Mozilla/", StringComparison.OrdinalIgnoreCase)
            ? Refusal("Forbidden use of secret API key in browser", "Secret API keys can only be used in a protected environment.")
            : null;
    }

    private static StandInResponse Refusal(string message, string hint) => StandInResponse.Json(401, new { message, hint });
}
