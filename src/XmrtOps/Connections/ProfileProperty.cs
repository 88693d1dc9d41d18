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

    /// <summary>Vercel's project.</summary>
    VercelProject,

    /// <summary>Vercel's team.</summary>
    VercelTeam,

    /// <summary>Base address of Vercel's API.</summary>
    VercelApiUrl,

    /// <summary>Base address of Supabase's management API.</summary>
    SupabaseApiUrl,

    /// <summary>The Supabase project's own address.</summary>
    SupabaseUrl,

    /// <summary>Where Vercel's token is.</summary>
    VercelTokenFrom,

    /// <summary>Where Supabase's token is.</summary>
    SupabaseTokenFrom,

    /// <summary>Where the project's service key is.</summary>
    ServiceKeyFrom,

    /// <summary>Where the project's anon key is.</summary>
    AnonKeyFrom,

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
