using System.Globalization;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Authentication;

/// <summary>Puts Auth's settings as they are hosted beside the project's file and the runbook.</summary>
internal static class AuthSettingReader
{
    /// <summary>The runbook, line 74: 3600 s = 1 hour.</summary>
    private const long RunbookExpirySeconds = 3600;

    /// <summary>Clients renew tokens a minute and a half before their end, and look for it every half minute.</summary>
    private const long ShortExpirySeconds = 300;

    private const string KeyNames = "SigningKeys";
    private const string LegacyNames = "LegacyKeysEnabled";

    public static async IAsyncEnumerable<AuthSetting> ReadAsync(
        XmrtConnection connection, ProjectConfig? local, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        DateTimeOffset now = DateTimeOffset.Now;
        (SupabaseAuthConfig? config, string why) = await AskAsync(() => connection.Supabase.GetAuthConfigAsync(notices, cancellation));
        (IReadOnlyList<SupabaseSigningKey>? keys, string whyNoKeys) = await AskAsync(() => connection.Supabase.GetSigningKeysAsync(notices, cancellation));
        (SupabaseLegacyKeys? legacy, string whyNoLegacy) = await AskAsync(() => connection.Supabase.GetLegacyKeysAsync(notices, cancellation));
        AuthSetting[] all =
        [
            .. Configured(config, local).Select(setting => config is null
                ? setting with { State = AuthSettingState.NotMeasured, Reason = why }
                : Compared(setting, connection)),
            .. Keys(keys, whyNoKeys),
            Legacy(legacy, whyNoLegacy),
        ];
        foreach (AuthSetting setting in all)
        {
            yield return setting with { Connection = connection.Name, MeasuredAt = now };
        }
    }

    private static async Task<(T? Value, string Reason)> AskAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return (await ask(), "");
        }
        catch (XmrtException fault) when (fault.ErrorId is not ("ConnectionClosed" or "Unexpected"))
        {
            return (null, fault.Message);
        }
    }

    private static IEnumerable<AuthSetting> Configured(SupabaseAuthConfig? hosted, ProjectConfig? local) =>
    [
        Setting("JwtExpirySeconds", hosted?.JwtExp, local?.Value("auth.jwt_expiry")) with { Runbook = RunbookExpirySeconds },
        Setting("SessionTimeboxSeconds", hosted?.SessionsTimebox, local?.Seconds("auth.sessions.timebox")),
        Setting("SessionInactivityTimeoutSeconds", hosted?.SessionsInactivityTimeout, local?.Seconds("auth.sessions.inactivity_timeout")),
        Setting("SessionSinglePerUser", hosted?.SessionsSinglePerUser, null),
        Setting("RefreshTokenRotation", hosted?.RefreshTokenRotationEnabled, local?.Value("auth.enable_refresh_token_rotation")),
        Setting("RefreshTokenReuseSeconds", hosted?.SecurityRefreshTokenReuseInterval, local?.Value("auth.refresh_token_reuse_interval")),
        Setting("SignupEnabled", !hosted?.DisableSignup, local?.Value("auth.enable_signup")),
        Setting("SiteUrl", hosted?.SiteUrl, local?.Value("auth.site_url")),
        Setting("PasswordMinLength", hosted?.PasswordMinLength, local?.Value("auth.minimum_password_length")),
        Setting("RateLimitEmailSent", hosted?.RateLimitEmailSent, local?.Value("auth.rate_limit.email_sent")),
        Setting("RateLimitSmsSent", hosted?.RateLimitSmsSent, local?.Value("auth.rate_limit.sms_sent")),
        Setting("RateLimitTokenRefresh", hosted?.RateLimitTokenRefresh, local?.Value("auth.rate_limit.token_refresh")),
        Setting("RateLimitVerify", hosted?.RateLimitVerify, local?.Value("auth.rate_limit.token_verifications")),
        Setting("RateLimitOtp", hosted?.RateLimitOtp, local?.Value("auth.rate_limit.sign_in_sign_ups")),
        Setting("RateLimitAnonymousUsers", hosted?.RateLimitAnonymousUsers, local?.Value("auth.rate_limit.anonymous_users")),
    ];

    private static AuthSetting Setting(string name, object? hosted, object? local) =>
        new() { Setting = name, Hosted = hosted is int number ? (long)number : hosted, Local = local };

    private static AuthSetting Compared(AuthSetting setting, XmrtConnection connection)
    {
        bool isRunbookOther = setting.Runbook is { } runbook && !runbook.Equals(setting.Hosted);
        bool isLocalOther = setting.Local is { } local && !local.Equals(setting.Hosted);
        return setting.Hosted is null
            ? setting with { State = AuthSettingState.NotMeasured, Reason = "The platform's answer does not name it." }
            : setting with
            {
                State = isRunbookOther || isLocalOther ? AuthSettingState.Different
                    : setting.Local is null && setting.Runbook is null ? AuthSettingState.HostedOnly
                    : AuthSettingState.Equal,
                Remedy = isRunbookOther ? AuthConfigCommand.Of(connection, "jwt_exp", RunbookExpirySeconds) : null,
                Reason = isRunbookOther ? setting.Hosted is long seconds and < ShortExpirySeconds
                        ? $"The runbook has another value. Tokens of {seconds} s are over before a client renews them: users are answered 401."
                        : "The runbook has another value."
                    : isLocalOther ? "config.toml is of the local stack: the hosted value counts."
                    : "",
            };
    }

    private static IEnumerable<AuthSetting> Keys(IReadOnlyList<SupabaseSigningKey>? keys, string why) => keys is null
        ? [new AuthSetting { Setting = KeyNames, Reason = why }]
        : keys.Count == 0
            ? [new AuthSetting { Setting = KeyNames, State = AuthSettingState.HostedOnly, Hosted = "none", Reason = "Tokens are signed with the legacy secret only." }]
            : keys.Select(key => new AuthSetting
            {
                Setting = key.Algorithm == "HS256" ? "SigningSecret" : "SigningKey",
                Hosted = string.Create(CultureInfo.InvariantCulture, $"{key.Algorithm} {key.Status}"),
                State = AuthSettingState.HostedOnly,
                Reason = key.Status switch
                {
                    "in_use" => "Signs new tokens.",
                    "previously_used" => "Signs no new tokens; what it signed is still trusted.",
                    "revoked" => key.Algorithm == "HS256"
                        ? "What it signed is refused, and that may be the legacy anon and service_role keys."
                        : "What it signed is refused.",
                    "standby" => "Waits to be used.",
                    _ => "",
                },
            });

    private static AuthSetting Legacy(SupabaseLegacyKeys? legacy, string why) => legacy?.Enabled is { } isEnabled
        ? new AuthSetting
        {
            Setting = LegacyNames,
            Hosted = isEnabled,
            State = AuthSettingState.HostedOnly,
            Reason = isEnabled ? "The legacy anon and service_role keys are taken." : "Whoever still sends the anon key is answered 401.",
        }
        : new AuthSetting { Setting = LegacyNames, Reason = why.Length > 0 ? why : "The platform's answer does not name it." };
}
