using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>How full the disk of the database is.</summary>
internal sealed record SupabaseDiskUse
{
    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? Timestamp { get; init; }

    public DiskMetrics? Metrics { get; init; }

    /// <summary>Sizes of the file system.</summary>
    internal sealed record DiskMetrics
    {
        public long? FsSizeBytes { get; init; }

        public long? FsAvailBytes { get; init; }

        public long? FsUsedBytes { get; init; }
    }
}
