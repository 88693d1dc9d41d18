namespace XmrtOps.RateLimits;

/// <summary>What came of letting an address through the firewall, or of no longer doing so.</summary>
public sealed record FirewallBypassChange
{
    /// <summary>Name of the connection it was done on.</summary>
    public required string Connection { get; init; }

    /// <summary>Address or range.</summary>
    public required string Address { get; init; }

    /// <summary>The domain; null: all of the project.</summary>
    public string? Domain { get; init; }

    /// <summary>Added, Removed or Unchanged: it was so already.</summary>
    public required FirewallBypassOutcome Outcome { get; init; }

    /// <summary>Why, as it is noted.</summary>
    public string? Note { get; init; }

    /// <summary>Until when it is let through; null: without end, or no longer at all.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was done, or found to be so.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Entry of the journal (Get-XmrtJournal); null when it was not to be written, or nothing was changed.</summary>
    public Guid? JournalId { get; init; }
}
