using System.Security;

namespace XmrtOps.Connections;

/// <summary>All that a connection is to be made of, resolved: nothing is looked up any more.</summary>
internal sealed record ConnectionRequest
{
    public required string Name { get; init; }

    public DatabaseTarget? Database { get; init; }

    public string? Password { get; init; }

    public string? ProjectRef { get; init; }

    public Uri? FrontendUrl { get; init; }

    public Uri? VercelApiUrl { get; init; }

    public Uri? SupabaseApiUrl { get; init; }

    public SecureString? VercelToken { get; init; }

    public SecureString? SupabaseToken { get; init; }

    public string? Profile { get; init; }

    /// <summary>Null: production unless it is on this machine.</summary>
    public bool? IsProduction { get; init; }

    public bool IsOnThisMachine => Database is { } database
        ? database.IsLoopback
        : ProjectRef is null && FrontendUrl is { IsLoopback: true };

    /// <summary>The system, as the session tells one from another.</summary>
    public string Identity => string.Join(
        " ",
        new[] { Database?.ToString(), ProjectRef, FrontendUrl?.ToString() }.Where(part => part is not null));
}
