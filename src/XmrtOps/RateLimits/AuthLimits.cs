using XmrtOps.Platforms.Supabase;

namespace XmrtOps.RateLimits;

/// <summary>Which of Auth's own limits an answer comes from. They have nothing to do with the application's table.</summary>
internal static class AuthLimits
{
    /// <returns>The setting as the Management API names it, and its value; null where it is not known.</returns>
    public static (string? Name, int? Value) Of(string? code, string? path, SupabaseAuthConfig? config) => (code, LastOf(path)) switch
    {
        ("over_email_send_rate_limit", _) => ("rate_limit_email_sent", config?.RateLimitEmailSent),
        ("over_sms_send_rate_limit", _) => ("rate_limit_sms_sent", config?.RateLimitSmsSent),
        (_, "token") => ("rate_limit_token_refresh", config?.RateLimitTokenRefresh),
        (_, "verify") => ("rate_limit_verify", config?.RateLimitVerify),
        (_, "otp" or "magiclink" or "recover" or "resend") => ("rate_limit_otp", config?.RateLimitOtp),
        (_, "signup") => ("rate_limit_anonymous_users", config?.RateLimitAnonymousUsers),
        _ => (null, null),
    };

    private static string? LastOf(string? path) => path?.TrimEnd('/').Split('/')[^1];
}
