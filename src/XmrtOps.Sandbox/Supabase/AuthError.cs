using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Errors of Auth, in the form of the API version that the request asks for.</summary>
internal static class AuthError
{
    private const string VersionHeader = "X-Supabase-Api-Version";

    public static StandInResponse Of(StandInRequest request, int status, string code, string message)
    {
        var isNewForm = string.CompareOrdinal(request.Headers.GetValueOrDefault(VersionHeader), "2024-01-01") >= 0;
        var response = isNewForm
            ? StandInResponse.Json(status, new { code, message })
            : StandInResponse.Json(status, new { code = status, error_code = code, msg = message });
        return response.With("x-sb-error-code", code);
    }
}
