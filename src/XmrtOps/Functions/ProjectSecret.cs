namespace XmrtOps.Functions;

/// <summary>A secret of the edge functions: that it is set, and since when. Its value is told by nobody.</summary>
public sealed record ProjectSecret
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>Its name, as Deno.env.get takes it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the value in hexadecimal digits: two secrets of one digest have one value; null where the platform gave none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>When it was last set; null where the platform does not say.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Days since then.</summary>
    public double? AgeDays { get; init; }

    /// <summary>The platform sets it itself (SUPABASE_…); it cannot be set or removed.</summary>
    public bool IsOfPlatform { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
