namespace XmrtOps.Authentication;

/// <summary>A key, address or secret of one place beside another's. Values are compared by their digests, and neither is told.</summary>
public sealed record EnvironmentComparison
{
    /// <summary>What it is, without a framework's prefix, such as SUPABASE_ANON_KEY; empty where a whole place could not be asked.</summary>
    public required string Name { get; init; }

    /// <summary>The place that was looked at.</summary>
    public required EnvironmentHolder Holder { get; init; }

    /// <summary>Its name there, such as NEXT_PUBLIC_SUPABASE_ANON_KEY; null where it is missing.</summary>
    public string? Variable { get; init; }

    /// <summary>The place that it was compared with; null where there was none.</summary>
    public EnvironmentHolder? ComparedWith { get; init; }

    /// <summary>What came of it.</summary>
    public EnvironmentState State { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What to do; null where there is nothing.</summary>
    public string? Remedy { get; init; }

    /// <summary>When it was last changed there; null where the platform does not say.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>When the frontend's running build was made; null for other places, or where it is not known.</summary>
    public DateTimeOffset? BuiltAt { get; init; }

    /// <summary>When it was compared.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Where it was read.</summary>
    public string Connection { get; init; } = "";
}
