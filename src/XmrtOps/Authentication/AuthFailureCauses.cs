using XmrtOps.Findings;
using XmrtOps.Logs;

namespace XmrtOps.Authentication;

/// <summary>Tells from what a log says of a refused call why it was refused, and what to do about it.</summary>
internal static class AuthFailureCauses
{
    private const string Rest = "/rest/v1/";

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
        RecordedRefusalReader.Table => AuthFailureCause.Unknown,
        _ => OfGateway(calls),
    };

    public static string Reason(AuthFailureCause cause, RefusedCalls calls) => cause switch
    {
        AuthFailureCause.TokenMissing when IsPlatformOfFunction(calls) =>
            "No token came along, and the platform demands one before it calls this function: its JWT check is on.",
        AuthFailureCause.TokenMissing => "No token came along.",
        AuthFailureCause.TokenExpired => "The token had expired. That is usual after an idle time; many at once are a client that does not "
            + "renew, tokens that are valid too shortly, or a clock.",
        AuthFailureCause.SignatureMismatch => "No trusted key has signed the token: it is of another project, of a secret that is not this "
            + "project's, or of a key that was rotated.",
        AuthFailureCause.TokenInvalid => "The token or key is bad or has expired.",
        AuthFailureCause.KeyKindNotAccepted => "The function's JWT check takes tokens of the legacy secret only, and met a new key or another algorithm.",
        AuthFailureCause.KeyNotAccepted => "The project does not take the key in the header apikey: an old one, one that was disabled or "
            + "deleted, or another project's.",
        AuthFailureCause.FunctionCode => "The function was called, and its own code refused: the platform's check did not.",
        AuthFailureCause.UserBanned => "The user is banned.",
        AuthFailureCause.SessionEnded => "The session has ended: signed out, or timed out by Auth's settings.",
        AuthFailureCause.RoleNotAllowed => "The token's role may not do this; administration needs the service key.",
        AuthFailureCause.PolicyDenied => calls.Table is { } table
            ? $"A policy of row level security of {table} forbids the new row."
            : "A policy of row level security forbids it.",
        AuthFailureCause.GrantMissing => "The role has no privilege on the table.",
        _ when calls.Source == RecordedRefusalReader.Table => "The project's table edge_function_logs holds it, and does not say why.",
        _ when RefusedTable(calls) is not null => "Key and token were taken: it is the database that refused, and PostgreSQL's log says what.",
        _ => "The log does not say why.",
    };

    /// <summary>A command; what has to be known before it is run stands behind # in it.</summary>
    public static string Remedy(AuthFailureCause cause, RefusedCalls calls) => cause switch
    {
        AuthFailureCause.TokenExpired or AuthFailureCause.SessionEnded => "Get-XmrtAuthSetting",
        AuthFailureCause.SignatureMismatch => "Compare-XmrtEnvironment; Get-XmrtAuthSetting; Test-XmrtJwt <token>",
        AuthFailureCause.KeyNotAccepted => "Compare-XmrtEnvironment",
        AuthFailureCause.FunctionCode when calls.Function is { } function => $"Get-XmrtLog Function {CommandText.Argument(function)} -Since 1h",
        AuthFailureCause.PolicyDenied or AuthFailureCause.GrantMissing when calls.Table is { } table =>
            $"Test-XmrtPolicy {CommandText.Argument(table)} anon, authenticated",
        AuthFailureCause.PolicyDenied or AuthFailureCause.GrantMissing => "Get-XmrtPolicy",
        AuthFailureCause.KeyKindNotAccepted or AuthFailureCause.TokenMissing when IsPlatformOfFunction(calls) && calls.Function is { } function =>
            $"Save-XmrtFunction {CommandText.Argument(function)} | Publish-XmrtFunction -VerifyJwt:$false  # only where its code checks callers itself",
        AuthFailureCause.UserBanned or AuthFailureCause.RoleNotAllowed => "ConvertFrom-XmrtJwt <token>",
        _ when RefusedTable(calls) is { } table => $"Test-XmrtPolicy {CommandText.Argument(table)} anon, authenticated",
        _ => "Test-XmrtJwt <token>",
    };

    /// <summary>The table that was asked for by a call of REST with a good key and a good token.</summary>
    private static string? RefusedTable(RefusedCalls calls) =>
        calls is { Source: "edge_logs", IsKeyInvalid: false, IsTokenInvalid: false, Path: { } path }
            && (calls.Algorithm is not null || calls.HasNewKey)
            && path.StartsWith(Rest, StringComparison.Ordinal)
            && path[Rest.Length..] is { Length: > 0 } table
            && !table.Contains('/', StringComparison.Ordinal)
            ? table
            : null;

    private static bool IsPlatformOfFunction(RefusedCalls calls) => calls is { Source: "function_edge_logs", WasExecuted: false };

    // In the order of the platform's own guide; the first that fits decides.
    private static AuthFailureCause OfFunction(RefusedCalls calls) =>
        calls.WasExecuted ? AuthFailureCause.FunctionCode
        : calls.HasNewKey || calls.Algorithm is not (null or "HS256") ? AuthFailureCause.KeyKindNotAccepted
        : calls.IsTokenInvalid || calls.IsKeyInvalid || calls.Algorithm == "HS256" ? OfHint(calls, OfToken(calls))
        : AuthFailureCause.TokenMissing;

    // The gateway looks at the key first: what it refuses has not been looked at by a service.
    private static AuthFailureCause OfGateway(RefusedCalls calls) =>
        calls.IsKeyInvalid ? AuthFailureCause.KeyNotAccepted
        : calls.IsTokenInvalid ? OfHint(calls, OfToken(calls))
        : AuthFailureCause.Unknown;

    /// <summary>A token that could be read, is refused, and is not over can only be refused for its signature.</summary>
    private static AuthFailureCause OfToken(RefusedCalls calls) => (calls.IsTokenInvalid, calls.IsTokenExpired) switch
    {
        (true, true) => AuthFailureCause.TokenExpired,
        (true, false) => AuthFailureCause.SignatureMismatch,
        _ => AuthFailureCause.TokenInvalid,
    };

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
