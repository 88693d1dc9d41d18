using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace XmrtOps.Sandbox.Http;

/// <summary>Supabase's Management API: a token of the form sbp_… (401 otherwise), errors are {"message":…}.</summary>
internal sealed partial class SupabaseDialect : StandInDialect
{
    public override StandInResponse? Refuse(StandInRequest request) => request.BearerToken switch
    {
        null => Message(401, "Unauthorized"),
        var token when !TokenPattern().IsMatch(token) => Message(401, "JWT could not be decoded"),
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

    public override StandInResponse Stamp(StandInResponse response) =>
        response.With("x-gotrue-id", RandomNumberGenerator.GetHexString(16, lowercase: true));

    private static StandInResponse Message(int status, string message) => StandInResponse.Json(status, new { message });

    [GeneratedRegex(@"\Asbp_(oauth_)?[0-9a-f]{40}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenPattern();
}
