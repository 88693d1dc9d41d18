namespace XmrtOps.Authentication;

/// <summary>What a user of a token meets because of what is wrong with it: answers of PostgREST, of Supabase Auth, of
/// functions that demand a JWT, and of the gateway before them.</summary>
internal static class JwtSymptoms
{
    private const string Auth = "Auth: 403 bad_jwt";

    public static IReadOnlyList<string> Form(TokenKind kind) => kind switch
    {
        TokenKind.PublishableKey or TokenKind.SecretKey =>
        [
            "REST, as Bearer without the same apikey: 401 PGRST301",
            "Functions that demand a JWT: 401 UNAUTHORIZED_INVALID_JWT_FORMAT (older: Invalid JWT)",
            .. kind == TokenKind.SecretKey
                ? ["Gateway, from a browser: 401"]
                : Array.Empty<string>(),
        ],
        _ =>
        [
            "REST: 401 PGRST301",
            "Functions that demand a JWT: 401 UNAUTHORIZED_INVALID_JWT_FORMAT (older: Invalid JWT)",
            Auth,
        ],
    };

    public static IReadOnlyList<string> Signature(TokenKind kind, string algorithm) =>
    [
        .. IsKey(kind) ? ["Gateway, as apikey: 401 Invalid API key"] : Array.Empty<string>(),
        "REST: 401 PGRST301 (older text: JWSError JWSInvalidSignature)",
        $"Functions that demand a JWT: 401 {FunctionCode(algorithm)} (older: Invalid JWT)",
        Auth,
    ];

    public static IReadOnlyList<string> KeyNotFound(string algorithm) =>
    [
        "REST: 401 PGRST301 (no suitable key or wrong key type)",
        $"Functions that demand a JWT: 401 {FunctionCode(algorithm)} (older: Invalid JWT)",
        Auth,
    ];

    public static IReadOnlyList<string> Expired(TokenKind kind) =>
    [
        "REST: 401 PGRST303 'JWT expired' (PGRST301 until PostgREST 12)",
        "Functions that demand a JWT: 401 Invalid JWT",
        .. IsKey(kind) ? Array.Empty<string>() : [Auth],
    ];

    public static IReadOnlyList<string> Claim(string message) => [$"REST: 401 PGRST303 '{message}' (PGRST301 until PostgREST 12)"];

    public static IReadOnlyList<string> OtherProject(TokenKind kind) =>
    [
        .. IsKey(kind) ? ["Gateway, as apikey: 401 Invalid API key"] : Array.Empty<string>(),
        "REST: 401 PGRST301, because another project's secret has signed it",
        Auth,
    ];

    public static IReadOnlyList<string> OtherRole(string? role) =>
    [
        role is null or "anon"
            ? "REST: what anon may do: no rows without an error, or 401 with 42501"
            : $"REST: what {role} may do: no rows without an error, or 403 with 42501; 401 with 22023 if there is no such role",
    ];

    private static bool IsKey(TokenKind kind) => kind is TokenKind.LegacyAnonKey or TokenKind.LegacyServiceRoleKey;

    private static string FunctionCode(string algorithm) => algorithm switch
    {
        _ when algorithm.StartsWith("HS", StringComparison.Ordinal) => "UNAUTHORIZED_LEGACY_JWT",
        "ES256" or "RS256" or "EdDSA" => "UNAUTHORIZED_ASYMMETRIC_JWT",
        _ => "UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM",
    };
}
