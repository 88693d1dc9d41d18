using System.Globalization;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// The address of edge functions: checks the caller's token where the function wants that, and answers as the version that
/// is deployed behaves. The platform's own errors carry the header sb-error-code.
/// </summary>
internal static class FunctionGateway
{
    private const int WorkerLimit = 546;

    public static void Map(SupabasePlatform platform)
    {
        foreach (var method in (string[])["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
        {
            platform.Address.Map(method, "/functions/v1/{slug}", (request, cancellation) =>
                AnswerAsync(platform, request, cancellation));
        }
    }

    private static async Task<StandInResponse> AnswerAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        var slug = request.Values["slug"];
        if (platform.Functions.Find(slug) is not { Status: "ACTIVE" } function)
        {
            return Error(404, "NOT_FOUND", "Requested function was not found");
        }

        var call = new FunctionCall(platform, function, request);
        var response = Refuse(platform, function, request)
            ?? await RunAsync(platform, function, call, cancellation).ConfigureAwait(false);
        response = response
            .With("x-sb-edge-region", platform.Project.Region)
            .With("x-served-by", "supabase-edge-runtime")
            .With("x-deno-execution-id", $"{call.ExecutionId}");
        call.Write(response);
        return response;
    }

    private static StandInResponse? Refuse(SupabasePlatform platform, EdgeFunction function, StandInRequest request)
    {
        if (!function.VerifyJwt || request.Method == "OPTIONS") return null;

        if (GatewayToken.Check(request.BearerToken, platform).Problem is not var (code, message)) return null;

        return platform.Functions.AnswersOlderErrors
            ? StandInResponse.Json(401, new { code = 401, message })
            : Error(401, code, message);
    }

    private static async Task<StandInResponse> RunAsync(
        SupabasePlatform platform, EdgeFunction function, FunctionCall call, CancellationToken cancellation)
    {
        var behaviour = platform.Functions.BehaviourOf(function);
        if (behaviour == EdgeFunctionBehaviour.HasNoBundle)
        {
            return Error(404, "NOT_FOUND_FUNCTION_BLOB", "Requested function was not found");
        }

        if (behaviour == EdgeFunctionBehaviour.FailsToBoot)
        {
            call.Say("Error", "worker boot error: Uncaught SyntaxError: Unexpected reserved word");
            return Error(503, "BOOT_ERROR", "Function failed to start (please check logs)");
        }

        if (behaviour == EdgeFunctionBehaviour.CallsItself)
        {
            return Error(429, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded for recursive function calls");
        }

        call.Boot();
        switch (behaviour)
        {
            case EdgeFunctionBehaviour.TimesOut:
                await Task.Delay(platform.Functions.IdleTimeout, platform.Clock, cancellation).ConfigureAwait(false);
                call.Say("Shutdown", "wall clock duration warning: request idle timeout reached");
                return Error(504, "IDLE_TIMEOUT", string.Create(
                    CultureInfo.InvariantCulture,
                    $"Request idle timeout limit ({platform.Functions.IdleTimeout.TotalSeconds:0}s) reached"));
            case EdgeFunctionBehaviour.ExceedsResources:
                call.Say("Shutdown", "Memory limit exceeded");
                return Error(
                    WorkerLimit,
                    "WORKER_LIMIT",
                    "Function failed due to not having enough compute resources (please check logs)");
            case EdgeFunctionBehaviour.Throws:
                call.Say("Error", "Uncaught TypeError: Cannot read properties of undefined (reading 'sessionKey')");
                return Error(500, "WORKER_ERROR", "Function exited due to an error (please check logs)");
            case EdgeFunctionBehaviour.AnswersError:
                call.Say("Error", "error sending request for url (https://api.example.com/v1/chat)");
                return StandInResponse.Json(500, new { success = false, error = "Upstream service failed" });
            case EdgeFunctionBehaviour.AnswersUnauthorized:
                call.Say("Warning", "Invalid webhook signature");
                return StandInResponse.Json(401, new { success = false, error = "Invalid webhook signature" });
            default:
                return Answer(platform, function, call);
        }
    }

    private static StandInResponse Answer(SupabasePlatform platform, EdgeFunction function, FunctionCall call)
    {
        if (function.SecretsRead.FirstOrDefault(name => !platform.Secrets.Has(name)) is not { } missing)
        {
            return StandInResponse.Json(200, new { success = true, function = function.Slug, version = function.Version });
        }

        call.Say("Error", $"{missing} is not configured");
        return StandInResponse.Json(500, new { success = false, error = $"{missing} is not configured" });
    }

    private static StandInResponse Error(int status, string code, string message) =>
        StandInResponse.Json(status, new { code, message }).With("sb-error-code", code);
}
