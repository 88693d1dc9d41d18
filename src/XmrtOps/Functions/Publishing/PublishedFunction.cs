using XmrtOps.Functions.Checks;

namespace XmrtOps.Functions.Publishing;

/// <summary>An edge function that was deployed, and whether that is proven (runbook, chapter 6).</summary>
public sealed record PublishedFunction
{
    /// <summary>Name of the connection it was deployed by.</summary>
    public required string Connection { get; init; }

    /// <summary>The function's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version before; null where the function is new.</summary>
    public int? PreviousVersion { get; init; }

    /// <summary>The version that is deployed now; null where it could not be read.</summary>
    public int? Version { get; init; }

    /// <summary>The platform checks the caller's token before it calls the function.</summary>
    public bool? VerifiesJwt { get; init; }

    /// <summary>Number of files that were sent.</summary>
    public int Files { get; init; }

    /// <summary>Bytes of these.</summary>
    public long SizeBytes { get; init; }

    /// <summary>True: the new version is there, with the check of tokens as it was to be, and its module starts. False: one of these is
    /// not so. Null: one of these could not be read.</summary>
    public bool? IsVerified { get; init; }

    /// <summary>Why, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>What it answered when it was called by OPTIONS.</summary>
    public FunctionProbe? Probe { get; init; }

    /// <summary>Tests of the source that were not passed or not made; empty for a saved version.</summary>
    public IReadOnlyList<FunctionTestResult> OpenTests { get; init; } = [];

    /// <summary>Where the version before is kept; null where there was none, or -WithoutSave was given.</summary>
    public string? SavedPath { get; init; }

    /// <summary>How long it took to deploy and verify, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>When it was deployed.</summary>
    public DateTimeOffset PublishedAt { get; init; }

    /// <summary>The journal's entry; null with -WithoutJournal.</summary>
    public Guid? JournalId { get; init; }
}
