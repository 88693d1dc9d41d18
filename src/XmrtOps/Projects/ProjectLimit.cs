namespace XmrtOps.Projects;

/// <summary>Something that there is only so much of, and how much of it is used.</summary>
public sealed record ProjectLimit
{
    /// <summary>Disk, Memory, Connections, Functions.</summary>
    public required string Name { get; init; }

    /// <summary>How much is used, in <see cref="Unit"/>.</summary>
    public required double Used { get; init; }

    /// <summary>How much there is, in <see cref="Unit"/>.</summary>
    public required double Limit { get; init; }

    /// <summary>Unit of both: bytes, connections, functions.</summary>
    public required string Unit { get; init; }

    /// <summary>What sets the limit, such as compute Small or plan pro.</summary>
    public string? SetBy { get; init; }

    /// <summary>Used of it, 0 to 100 and above.</summary>
    public double UsedPercent => 100 * Used / Limit;

    /// <inheritdoc />
    public override string ToString() => Name;
}
