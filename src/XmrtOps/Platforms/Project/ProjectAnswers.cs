using XmrtOps.Faults;

namespace XmrtOps.Platforms.Project;

/// <summary>What the services of a Supabase project mean by answers whose status says less, or something else.</summary>
internal static class ProjectAnswers
{
    public static XmrtException? Explain(PlatformFault fault, PlatformRequest request, PlatformErrorBody body) =>
        fault.StatusCode switch
        {
            // Auth says 403 where a token is bad or expired.
            403 when fault.Code is "bad_jwt" or "session_not_found" => Errors.Unauthorized(
                fault, "The token is expired, of another project, or its signing key was revoked: sign in again."),
            403 => Errors.Forbidden(
                fault,
                fault.Code == "user_banned" ? "the user is banned" : $"the key or token may not do this with {request.Subject}",
                "Calls of administration need the service_role or a secret key: Connect-Xmrt -ServiceKey."),
            // Cloudflare's: the project behind it does not answer.
            521 or 523 or 525 when request.IsRead => Errors.PlatformUnavailable(fault),
            _ => null,
        };
}
