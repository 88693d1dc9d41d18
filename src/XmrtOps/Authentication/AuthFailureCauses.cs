using XmrtOps.Findings;
using XmrtOps.Logs;

namespace XmrtOps.Authentication;

/// <summary>Tells from what a log says of a refused call why it was refused, and what to do about it.</summary>
internal static class AuthFailureCauses
{
    public static AuthFailureCause Of(RefusedCalls calls) => calls.Source switch
    {
        "function_edge_logs" => OfFunction(calls),
        "auth_logs" => OfAuth(calls),
        "postgres_logs" => calls.Hint switch
        {
            "policy" => AuthFailureCause.PolicyDenied,
            "grant" => AuthFailureCause.GrantMissing,
            _ => AuthFailureCause.Unknown,
        },
        _ => calls.IsTokenInvalid || calls.IsKeyInvalid ? OfHint(calls, AuthFailureCause.TokenInvalid) : AuthFailureCause.Unknown,
    };

    public static string Reason(AuthFailureCause cause) => cause switch
    {
        AuthFailureCause.TokenMissing => "No token came along.",
        AuthFailureCause.TokenExpired => "The token had expired. That is usual after an idle time; many at once are a client that does not renew, or a clock.",
        AuthFailureCause.SignatureMismatch => "No trusted key has signed the token: it is of another project, or of a key that was rotated.",
        AuthFailureCause.TokenInvalid => "The token or key is bad or has expired.",
        AuthFailureCause.KeyKindNotAccepted => "The function's JWT check takes tokens of the legacy secret only, and met a new key or another algorithm.",
        AuthFailureCause.FunctionCode => "The function was called, and its own code refused: the platform's check did not.",
        AuthFailureCause.UserBanned => "The user is banned.",
        AuthFailureCause.SessionEnded => "The session has ended: signed out, or timed out by Auth's settings.",
        AuthFailureCause.RoleNotAllowed => "The token's role may not do this; administration needs the service key.",
        AuthFailureCause.PolicyDenied => "A policy of row level security forbids it.",
        AuthFailureCause.GrantMissing => "The role has no privilege on the table.",
        _ => "The log does not say why.",
    };

    public static string Remedy(AuthFailureCause cause, string? function) => cause switch
    {
        AuthFailureCause.TokenExpired or AuthFailureCause.SessionEnded => "Get-XmrtAuthSetting",
        AuthFailureCause.SignatureMismatch => "Get-XmrtAuthSetting; Test-XmrtJwt <token>",
        AuthFailureCause.FunctionCode when function is not null => $"Get-XmrtLog Function {CommandText.Argument(function)} -Since 1h",
        AuthFailureCause.PolicyDenied or AuthFailureCause.GrantMissing => "Get-XmrtPolicy; Test-XmrtPolicy",
        AuthFailureCause.KeyKindNotAccepted => "supabase functions deploy <function> --no-verify-jwt, where the code checks callers itself",
        AuthFailureCause.UserBanned or AuthFailureCause.RoleNotAllowed => "ConvertFrom-XmrtJwt <token>",
        _ => "Test-XmrtJwt <token>",
    };

    // In the order of the platform's own guide; the first that fits decides.
    private static AuthFailureCause OfFunction(RefusedCalls calls) =>
        calls.WasExecuted ? AuthFailureCause.FunctionCode
        : calls.HasNewKey || calls.Algorithm is not (null or "HS256") ? AuthFailureCause.KeyKindNotAccepted
        : calls.IsTokenInvalid || calls.IsKeyInvalid || calls.Algorithm == "HS256" ? OfHint(calls, AuthFailureCause.TokenInvalid)
        : AuthFailureCause.TokenMissing;

    private static AuthFailureCause OfAuth(RefusedCalls calls) => calls.Code switch
    {
        "no_authorization" => AuthFailureCause.TokenMissing,
        "bad_jwt" => OfHint(calls, AuthFailureCause.TokenInvalid),
        "user_banned" => AuthFailureCause.UserBanned,
        "session_not_found" or "session_expired" or "refresh_token_not_found" => AuthFailureCause.SessionEnded,
        "not_admin" => AuthFailureCause.RoleNotAllowed,
        _ => OfHint(calls, AuthFailureCause.Unknown),
    };

    private static AuthFailureCause OfHint(RefusedCalls calls, AuthFailureCause otherwise) => calls.Hint switch
    {
        "expired" => AuthFailureCause.TokenExpired,
        "signature" => AuthFailureCause.SignatureMismatch,
        _ => otherwise,
    };
}
