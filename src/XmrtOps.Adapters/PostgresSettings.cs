namespace XmrtOps.Adapters;

/// <summary>All that a data source of PostgreSQL is made from.</summary>
public sealed record PostgresSettings
{
    /// <summary>Host name, address, or the directory of a unix socket.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 5432;

    /// <summary>Name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>Role to log in as.</summary>
    public required string UserName { get; init; }

    /// <summary>The role's password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>Protection of the connection.</summary>
    public TlsMode Tls { get; init; } = TlsMode.VerifyFull;

    /// <summary>PEM file of the roots to trust instead of the system's.</summary>
    public string? RootCertificate { get; init; }

    /// <summary>Client certificate file (libpq: sslcert).</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>Client key file (libpq: sslkey).</summary>
    public string? ClientKey { get; init; }

    /// <summary>disable, prefer or require (libpq: channel_binding).</summary>
    public string? ChannelBinding { get; init; }

    /// <summary>Accepted authentication methods (libpq: require_auth).</summary>
    public string? RequireAuth { get; init; }

    /// <summary>Startup options such as <c>-c geqo=off</c>; a transaction pooler refuses them.</summary>
    public string? Options { get; init; }

    /// <summary>Time to establish a connection, in seconds.</summary>
    public int ConnectTimeoutSeconds { get; init; } = 10;

    /// <summary>Keeps up to two connections open between commands; false behind a pooler, which does that itself.</summary>
    public bool KeepOpen { get; init; } = true;
}
