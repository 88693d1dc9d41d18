namespace XmrtOps.Functions.Saved;

/// <summary>That a rollback replaced a version: it is never gone back to by default.</summary>
internal sealed record SavedReplacement
{
    public const string FileName = "replaced.json";

    public required DateTimeOffset ReplacedAt { get; init; }

    public required string UserName { get; init; }

    /// <summary>Digest of the files that were deployed in its place.</summary>
    public required string Content { get; init; }

    /// <summary>The version that these became; null where that is not known.</summary>
    public int? Version { get; init; }
}
