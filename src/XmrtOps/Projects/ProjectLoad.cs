namespace XmrtOps.Projects;

/// <summary>How busy the machine of the database is, from the project's metrics.</summary>
public sealed record ProjectLoad
{
    /// <summary>Time that rates are of, in seconds: between two samples, or since the machine was started
    /// (<see cref="IsSinceStart"/>).</summary>
    public double? PeriodSeconds { get; init; }

    /// <summary>The second sample brought nothing new, so that rates are averages since the machine was started.</summary>
    public bool IsSinceStart { get; init; }

    /// <summary>Processors busy, 0 to 100, all of them together.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Processors that wait for the disk, 0 to 100.</summary>
    public double? CpuWaitPercent { get; init; }

    /// <summary>Load average of the last minute.</summary>
    public double? LoadAverage { get; init; }

    /// <summary>Memory in all, in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Memory that is available, in bytes.</summary>
    public long? MemoryAvailableBytes { get; init; }

    /// <summary>Memory in use, 0 to 100; caches that can be given back are not counted.</summary>
    public double? MemoryUsedPercent => MemoryBytes > 0 ? 100.0 * (MemoryBytes - MemoryAvailableBytes) / MemoryBytes : null;

    /// <summary>The busiest disk, 0 to 100.</summary>
    public double? DiskBusyPercent { get; init; }

    /// <summary>Bytes read from the disks a second.</summary>
    public double? DiskReadBytesPerSecond { get; init; }

    /// <summary>Bytes written to the disks a second.</summary>
    public double? DiskWrittenBytesPerSecond { get; init; }

    /// <summary>Connections to PostgreSQL.</summary>
    public int? Connections { get; init; }

    /// <summary>Connections that PostgreSQL takes at most.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>The database answers the platform.</summary>
    public bool? IsDatabaseUp { get; init; }
}
