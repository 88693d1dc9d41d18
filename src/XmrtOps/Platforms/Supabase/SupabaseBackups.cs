using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>The backups that the platform keeps.</summary>
internal sealed record SupabaseBackups
{
    public string? Region { get; init; }

    public bool? WalgEnabled { get; init; }

    /// <summary>Any moment can be gone back to; then the list may be empty.</summary>
    public bool? PitrEnabled { get; init; }

    public IReadOnlyList<Backup>? Backups { get; init; }

    public PhysicalRange? PhysicalBackupData { get; init; }

    /// <summary>A backup of one moment.</summary>
    internal sealed record Backup
    {
        public long? Id { get; init; }

        public bool? IsPhysicalBackup { get; init; }

        /// <summary>COMPLETED, FAILED, PENDING, REMOVED, ARCHIVED, CANCELLED.</summary>
        public string? Status { get; init; }

        [JsonConverter(typeof(IsoMoment))]
        public DateTimeOffset? InsertedAt { get; init; }
    }

    /// <summary>The range of point-in-time recovery, in epoch seconds.</summary>
    internal sealed record PhysicalRange
    {
        public long? EarliestPhysicalBackupDateUnix { get; init; }

        public long? LatestPhysicalBackupDateUnix { get; init; }
    }
}
