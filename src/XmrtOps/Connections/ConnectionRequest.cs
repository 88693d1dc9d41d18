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

    public string? VercelProject { get; init; }

    public string? VercelTeam { get; init; }

    public Uri? VercelApiUrl { get; init; }

    public Uri? SupabaseApiUrl { get; init; }

    public Uri? SupabaseUrl { get; init; }

    public SecureString? VercelToken { get; init; }

    public SecureString? SupabaseToken { get; init; }

    public SecureString? ServiceKey { get; init; }

    public SecureString? AnonKey { get; init; }

    public string? Profile { get; init; }

    /// <summary>Null: production unless it is on this machine.</summary>
    public bool? IsProduction { get; init; }

    /// <summary>Everything that a command could change by it: a local database does not make a real platform harmless.</summary>
    public bool IsOnThisMachine =>
        (Database is null || Database.IsLoopback)
        && (FrontendUrl is null || FrontendUrl.IsLoopback)
        && (SupabaseUrl is null || SupabaseUrl.IsLoopback)
        && (ProjectRef is null || SupabaseApiUrl is { IsLoopback: true })
        && (VercelProject is null || VercelApiUrl is { IsLoopback: true });

    /// <summary>The system, as the session tells one from another.</summary>
    public string Identity => string.Join(
        " ",
        new[]
        {
            Database?.ToString(), ProjectRef, FrontendUrl?.ToString(), VercelTeam, VercelProject,
            VercelApiUrl?.ToString(), SupabaseApiUrl?.ToString(), SupabaseUrl?.ToString(),
        }.Where(part => part is not null));
}
