namespace XmrtOps.Sandbox;

/// <summary>One sandbox found on this machine, of this process or of another one of the same user.</summary>
public sealed record SandboxListing
{
    /// <summary>The name that it was started with.</summary>
    public required string Name { get; init; }

    /// <summary>The folder that holds everything it wrote.</summary>
    public required string Directory { get; init; }

    /// <summary>The server's port on 127.0.0.1; null while it is being started.</summary>
    public int? Port { get; init; }

    /// <summary>The process that started it.</summary>
    public required int OwnerProcessId { get; init; }

    /// <summary>Whether this very process started it.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Running, or a leftover of a process that is gone.</summary>
    public required SandboxState State { get; init; }

    /// <summary>The server's version, such as 15.18.</summary>
    public string? PostgresVersion { get; init; }

    /// <summary>When its start began.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
