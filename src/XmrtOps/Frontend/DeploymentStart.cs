namespace XmrtOps.Frontend;

/// <summary>What Start-XmrtDeployment did.</summary>
public sealed record DeploymentStart
{
    /// <summary>Name of the connection that it was done on.</summary>
    public required string Connection { get; init; }

    /// <summary>What was done.</summary>
    public DeploymentAction Action { get; init; }

    /// <summary>What came of it.</summary>
    public DeploymentOutcome Outcome { get; init; }

    /// <summary>Why, or what to know about it; empty where nothing has to be said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The deployment that was made, or promoted: dpl_…</summary>
    public required string Id { get; init; }

    /// <summary>Its own address; null while Vercel has not told it.</summary>
    public Uri? Url { get; init; }

    /// <summary>production, preview, or the name of another environment.</summary>
    public required string Target { get; init; }

    /// <summary>Where it stood at the end.</summary>
    public DeploymentState State { get; init; }

    /// <summary>The deployment that it is built from, or null.</summary>
    public string? SourceId { get; init; }

    /// <summary>Branch, tag or commit that was asked for, or null.</summary>
    public string? GitRef { get; init; }

    /// <summary>The deployment that the production domains led to before; null for none.</summary>
    public string? ProductionBefore { get; init; }

    /// <summary>The deployment that they lead to now; null for none, or where it could not be read.</summary>
    public string? ProductionAfter { get; init; }

    /// <summary>Vercel's code for why it failed.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Why it failed, in Vercel's words.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>From the order to the end, or to the end of the waiting, in seconds; null where nothing was sent.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>When this was.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>What to type next; null where there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>What leads production back to what it was; null where it did not change.</summary>
    public string? Undo { get; init; }

    /// <summary>Entry of the journal (Get-XmrtJournal); null where it was not to be written, or nothing was sent.</summary>
    public Guid? JournalId { get; init; }
}
