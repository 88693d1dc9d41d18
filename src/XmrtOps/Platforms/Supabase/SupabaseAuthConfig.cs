using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>Auth's configuration, but for what is secret in it.</summary>
internal sealed record SupabaseAuthConfig
{
    /// <summary>Seconds that access tokens are valid for.</summary>
    public int? JwtExp { get; init; }

    public string? SiteUrl { get; init; }

    public bool? DisableSignup { get; init; }

    public bool? RefreshTokenRotationEnabled { get; init; }

    public int? SecurityRefreshTokenReuseInterval { get; init; }

    /// <summary>Seconds; 0 is none.</summary>
    public int? SessionsTimebox { get; init; }

    public int? SessionsInactivityTimeout { get; init; }

    public bool? SessionsSinglePerUser { get; init; }

    public int? RateLimitAnonymousUsers { get; init; }

    public int? RateLimitEmailSent { get; init; }

    public int? RateLimitSmsSent { get; init; }

    public int? RateLimitVerify { get; init; }

    public int? RateLimitTokenRefresh { get; init; }

    public int? RateLimitOtp { get; init; }

    [JsonPropertyName("rate_limit_web3")]
    public int? RateLimitWeb3 { get; init; }

    public int? PasswordMinLength { get; init; }

    public bool? PasswordHibpEnabled { get; init; }

    public int? DbMaxPoolSize { get; init; }

    public string? DbMaxPoolSizeUnit { get; init; }

    /// <summary>Audit entries are in the logs only, and not in the database.</summary>
    public bool? AuditLogDisablePostgres { get; init; }

    public bool? SecurityCaptchaEnabled { get; init; }

    public bool? MailerAutoconfirm { get; init; }
}
