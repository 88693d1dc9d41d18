namespace XmrtOps.Frontend;

/// <summary>What Test-XmrtFrontend looks at.</summary>
public enum FrontendTestKind
{
    /// <summary>The host's name leads to addresses.</summary>
    Dns,

    /// <summary>One of them takes connections.</summary>
    Tcp,

    /// <summary>The certificate is trusted, and stays valid for a while.</summary>
    Tls,

    /// <summary>The health address answers with a success.</summary>
    Http,

    /// <summary>It does so in time.</summary>
    FirstByte,

    /// <summary>What the application says of itself.</summary>
    Health,

    /// <summary>The database is no cause.</summary>
    Database,

    /// <summary>Vercel's project is not paused.</summary>
    Project,

    /// <summary>What is in production is ready, and is the newest build.</summary>
    Deployment,
}
