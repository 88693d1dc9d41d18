namespace XmrtOps.Database.Overview;

/// <summary>The client transaction that has been open longest.</summary>
public sealed record OpenTransaction
{
    /// <summary>Process of the server that serves it.</summary>
    public int ProcessId { get; init; }

    /// <summary>Its role; null when it has been dropped.</summary>
    public string? Role { get; init; }

    /// <summary>What the client calls itself.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>What it does, such as active or idle in transaction.</summary>
    public string? State { get; init; }

    /// <summary>How long it has been open, in seconds.</summary>
    public double OpenSeconds { get; init; }

    /// <summary>It waits for its client, and not for the server.</summary>
    internal bool IsIdle => State?.StartsWith("idle in transaction", StringComparison.Ordinal) == true;

    /// <summary>The process, whose it is, and what it does.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.CurrentCulture,
        $"pid {ProcessId} ({string.Join(", ", new[] { Role, ApplicationName }.Where(part => part is { Length: > 0 }))}), {State}");
}
