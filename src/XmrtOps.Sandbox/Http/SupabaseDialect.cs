using System.Security.Cryptography;
using System.Text.RegularExpressions;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Sandbox.Http;

/// <summary>
/// Supabase's Management API: a known token of the form sbp_… (401 otherwise), errors are {"message":…}, and every reply
/// says how much of the rate limit is left.
/// </summary>
internal sealed partial class SupabaseDialect(ManagementTokens tokens, RequestLimiter limiter) : StandInDialect
{
    public override StandInResponse? Refuse(StandInRequest request) => request.BearerToken switch
    {
        null => Message(401, "Unauthorized"),
        var token when !TokenPattern().IsMatch(token) => Message(401, "JWT could not be decoded"),
        var token when tokens.Find(token) is null => Message(401, "Invalid token"),
        _ => null,
    };

    public override StandInResponse NotFound(StandInRequest request) =>
        Message(404, $"Cannot {request.Method} {request.Path}");

    public override StandInResponse Error(int status) => Message(status, status switch
    {
        401 => "Unauthorized",
        402 => "The organization is restricted",
        403 => "Forbidden resource",
        404 => "Project not found",
        429 => "ThrottlerException: Too Many Requests",
        _ => ReasonPhrase.Of(status),
    });

    public override StandInResponse Stamp(StandInRequest request, StandInResponse response)
    {
        // What no route has counted, such as a refusal, still says what a fresh counter would.
        if (!response.Headers.ContainsKey(LimiterState.RemainingHeader)) response = limiter.Untouched.Stamp(response);
        return response.With("x-gotrue-id", RandomNumberGenerator.GetHexString(16, lowercase: true));
    }

    private static StandInResponse Message(int status, string message) => StandInResponse.Json(status, new { message });

    [GeneratedRegex(@"\Asbp_(oauth_)?[0-9a-f]{40}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenPattern();
}
