namespace XmrtOps.Database.Tables;

/// <summary>What Save-XmrtTableSize has written of one database.</summary>
public sealed record TableSizeSample
{
    /// <summary>Name of the connection that the tables were read from.</summary>
    public required string Connection { get; init; }

    /// <summary>The database, as the samples name it: host, port and database.</summary>
    public required string Target { get; init; }

    /// <summary>Tables that were written.</summary>
    public int Tables { get; init; }

    /// <summary>Tables without a measured size: locked and foreign ones.</summary>
    public int LeftOut { get; init; }

    /// <summary>Size of the tables written, in bytes; partitions count once.</summary>
    public long TotalBytes { get; init; }

    /// <summary>When they were measured, by the server's clock; null when there was nothing to write.</summary>
    public DateTimeOffset? SampledAt { get; init; }
}
