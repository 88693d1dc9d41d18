using System.Security.Cryptography;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// Vercel's API: everything but a deployment's bare state needs a bearer token (403 without), and errors are
/// {"error":{code,message}}.
/// </summary>
internal sealed class VercelDialect(VercelPlatform platform) : StandInDialect
{
    private const string OneDeployment = "/v13/deployments/";

    public override StandInResponse? Refuse(StandInRequest request)
    {
        var isOpen = request.BearerToken is null && request.Method is "GET" or "HEAD"
            && request.Path.StartsWith(OneDeployment, StringComparison.Ordinal);
        return isOpen || platform.FindToken(request.BearerToken) is not null
            ? null
            : Reply(VercelRefusedException.InvalidToken());
    }

    public override StandInResponse NotFound(StandInRequest request) => Error(404);

    public override StandInResponse Error(int status) => status switch
    {
        400 => ErrorOf(status, "bad_request", "Invalid request"),
        401 or 403 => ErrorOf(status, "forbidden", "Not authorized"),
        404 => ErrorOf(status, "not_found", "The requested resource was not found"),
        429 => ErrorOf(status, "rate_limited", "Rate limit exceeded"),
        _ => ErrorOf(status, "internal_server_error", "An unexpected error occurred"),
    };

    public override StandInResponse Stamp(StandInResponse response) => response.With("x-vercel-id", NewRequestId());

    internal static string NewRequestId() => $"dev1::{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    internal static StandInResponse Reply(VercelRefusedException refusal)
    {
        var error = new Dictionary<string, object?> { ["code"] = refusal.Code, ["message"] = refusal.Message };
        foreach (var (name, value) in refusal.Details) error[name] = value;
        return StandInResponse.Json(refusal.Status, new { error });
    }

    private static StandInResponse ErrorOf(int status, string code, string message) =>
        Reply(new VercelRefusedException(status, code, message));
}
