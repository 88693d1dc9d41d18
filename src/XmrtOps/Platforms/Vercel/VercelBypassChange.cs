namespace XmrtOps.Platforms.Vercel;

/// <summary>An address to let through, or not any more.</summary>
internal sealed record VercelBypassChange
{
    /// <summary>One domain; null with <see cref="ProjectScope"/>.</summary>
    public string? Domain { get; init; }

    public bool? ProjectScope { get; init; }

    public string? SourceIp { get; init; }

    /// <summary>Milliseconds; null for ever.</summary>
    public long? Ttl { get; init; }

    public string? Note { get; init; }
}
