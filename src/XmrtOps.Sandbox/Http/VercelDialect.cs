using System.Security.Cryptography;

namespace XmrtOps.Sandbox.Http;

/// <summary>Vercel's API: everything needs a bearer token (403 without), and errors are {"error":{code,message}}.</summary>
internal sealed class VercelDialect : StandInDialect
{
    public override StandInResponse? Refuse(StandInRequest request) =>
        request.BearerToken is null
            ? StandInResponse.Json(
                403, new { error = new { code = "forbidden", message = "Not authorized", invalidToken = true } })
            : null;

    public override StandInResponse NotFound(StandInRequest request) =>
        ErrorOf(404, "not_found", "The requested resource was not found");

    public override StandInResponse Error(int status) => status switch
    {
        400 => ErrorOf(status, "bad_request", "Invalid request"),
        401 or 403 => ErrorOf(status, "forbidden", "Not authorized"),
        404 => ErrorOf(status, "not_found", "The requested resource was not found"),
        429 => ErrorOf(status, "rate_limited", "Rate limit exceeded"),
        _ => ErrorOf(status, "internal_server_error", "An unexpected error occurred"),
    };

    public override StandInResponse Stamp(StandInResponse response) =>
        response.With("x-vercel-id", $"dev1::{RandomNumberGenerator.GetHexString(12, lowercase: true)}");

    private static StandInResponse ErrorOf(int status, string code, string message) =>
        StandInResponse.Json(status, new { error = new { code, message } });
}
