namespace XmrtOps.Authentication;

/// <summary>What kind of key or token a text is.</summary>
public enum TokenKind
{
    /// <summary>Nothing that is known.</summary>
    Unrecognized,

    /// <summary>A JWT that is none of the kinds below.</summary>
    Jwt,

    /// <summary>A signed-in user's access token: a JWT of Supabase Auth.</summary>
    UserAccessToken,

    /// <summary>The legacy key of the role anon: a JWT that is valid for years.</summary>
    LegacyAnonKey,

    /// <summary>The legacy key of service_role: a JWT that is valid for years and bypasses row level security.</summary>
    LegacyServiceRoleKey,

    /// <summary>A key of the new kind for browsers (sb_publishable_…): no JWT.</summary>
    PublishableKey,

    /// <summary>A key of the new kind for servers (sb_secret_…): no JWT.</summary>
    SecretKey,

    /// <summary>A person's token for Supabase's Management API (sbp_…): no JWT.</summary>
    PersonalAccessToken,
}
