using System.Net;
using XmrtOps.Adapters;

namespace XmrtOps.Connections;

/// <summary>Where a database is and how it is to be reached; holds no password.</summary>
internal sealed record DatabaseTarget
{
    public required string Host { get; init; }

    public int Port { get; init; } = 5432;

    public required string Database { get; init; }

    public required string UserName { get; init; }

    /// <summary>Null: VerifyFull, or on this machine Prefer.</summary>
    public TlsMode? ExplicitTls { get; init; }

    public string? RootCertificate { get; init; }

    public string? ClientCertificate { get; init; }

    public string? ClientKey { get; init; }

    public string? ChannelBinding { get; init; }

    public string? RequireAuth { get; init; }

    public string? Options { get; init; }

    public string? PassFile { get; init; }

    public int ConnectTimeoutSeconds { get; init; } = 10;

    public bool IsLoopback => Host.StartsWith('/')
        || Host.StartsWith('@')
        || string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    public TlsMode Tls => ExplicitTls ?? (IsLoopback ? TlsMode.Prefer : TlsMode.VerifyFull);

    /// <summary>Host, port and database, as messages name it.</summary>
    public override string ToString() =>
        string.Create(null, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}/{Database}");
}
