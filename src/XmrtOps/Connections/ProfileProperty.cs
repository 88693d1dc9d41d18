namespace XmrtOps.Connections;

/// <summary>What a profile may say or leave open.</summary>
public enum ProfileProperty
{
    /// <summary>Address of the database.</summary>
    DatabaseUrl,

    /// <summary>Where the database's password is.</summary>
    PasswordFrom,

    /// <summary>PEM file of the root certificate to trust.</summary>
    RootCertificate,

    /// <summary>Supabase's reference of the project.</summary>
    ProjectRef,

    /// <summary>Address of the frontend.</summary>
    FrontendUrl,

    /// <summary>Base address of Vercel's API.</summary>
    VercelApiUrl,

    /// <summary>Base address of Supabase's management API.</summary>
    SupabaseApiUrl,

    /// <summary>Where Vercel's token is.</summary>
    VercelTokenFrom,

    /// <summary>Where Supabase's token is.</summary>
    SupabaseTokenFrom,

    /// <summary>Whether it is production.</summary>
    Production,

    /// <summary>Whom to tell of a security incident.</summary>
    SecurityContact,

    /// <summary>Who is on call.</summary>
    OnCall,

    /// <summary>When the first shift began.</summary>
    OnCallSince,

    /// <summary>How long a shift lasts.</summary>
    OnCallPeriod,

    /// <summary>Whose clocks the rotation follows.</summary>
    TimeZone,
}
