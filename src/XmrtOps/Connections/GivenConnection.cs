using System.Security;

namespace XmrtOps.Connections;

/// <summary>What a user gave to connect by; null where nothing was given.</summary>
internal sealed record GivenConnection
{
    /// <summary>A profile's name, a URL, or a key=value string.</summary>
    public string? Target { get; init; }

    public string? HostName { get; init; }

    public int? Port { get; init; }

    public string? DatabaseName { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    public string? RootCertificate { get; init; }

    public int? ConnectTimeoutSeconds { get; init; }

    public string? ProjectRef { get; init; }

    public Uri? FrontendUrl { get; init; }

    public string? VercelProject { get; init; }

    public string? VercelTeam { get; init; }

    public Uri? VercelApiUrl { get; init; }

    public Uri? SupabaseApiUrl { get; init; }

    public Uri? SupabaseUrl { get; init; }

    public SecureString? VercelToken { get; init; }

    public SecureString? SupabaseToken { get; init; }

    public SecureString? ServiceKey { get; init; }

    public SecureString? AnonKey { get; init; }

    public bool? IsProduction { get; init; }
}
