using XmrtOps.Health;

namespace XmrtOps.Projects;

/// <summary>Every number that Get-XmrtProject judges by, with where it comes from.</summary>
internal static class ProjectThresholds
{
    /// <summary>Longest wait for one answer, unless -Timeout says otherwise.</summary>
    public const string Timeout = "15s";

    /// <summary>What -Timeout may be.</summary>
    public static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="ShortestTimeout" />
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Between the two samples that rates are computed from: long enough for the counters to move, short enough to
    /// wait for at a prompt.</summary>
    public static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(1);

    /// <summary>Percent of the disk. The platform makes the database read-only when the disk is full; 80 is where it still
    /// can be enlarged without haste.</summary>
    public static readonly Bounds DiskPercent = new(80, 95);

    /// <summary>Percent of the connections: as Get-XmrtHealth.</summary>
    public static readonly Bounds ConnectionsPercent = HealthThresholds.ConnectionsPercent;

    /// <summary>Percent of the memory without caches: own judgement; beyond it the machine begins to swap.</summary>
    public static readonly Bounds MemoryPercent = new(90, 98);

    /// <summary>Percent of the processors or of a disk's time in one moment. A peak is no outage, so there is no second
    /// step: own judgement.</summary>
    public static readonly Bounds BusyPercent = new(90, double.PositiveInfinity);

    /// <summary>Percent of the functions that the plan allows.</summary>
    public static readonly Bounds FunctionsPercent = new(90, double.PositiveInfinity);

    /// <summary>Edge functions that a plan allows, by Supabase's documentation; null where there is no such number.</summary>
    public static int? FunctionsOf(string? plan) => plan switch
    {
        "free" => 100,
        "pro" => 500,
        "team" => 1000,
        _ => null,
    };
}
