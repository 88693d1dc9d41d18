using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>Requests to the services of the project in an interval.</summary>
internal sealed record SupabaseApiCount
{
    [JsonConverter(typeof(LogMoment))]
    public DateTimeOffset? Timestamp { get; init; }

    public long? TotalAuthRequests { get; init; }

    public long? TotalRealtimeRequests { get; init; }

    public long? TotalRestRequests { get; init; }

    public long? TotalStorageRequests { get; init; }
}
