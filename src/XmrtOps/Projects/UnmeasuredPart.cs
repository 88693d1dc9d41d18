namespace XmrtOps.Projects;

/// <summary>A part of a record that could not be measured.</summary>
public sealed record UnmeasuredPart
{
    /// <summary>What is missing, such as Supabase.Disk.</summary>
    public required string Part { get; init; }

    /// <summary>The condition: an ErrorId of about_XmrtOps_Errors.</summary>
    public required string ErrorId { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Remedy { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Part}: {Reason}";
}
