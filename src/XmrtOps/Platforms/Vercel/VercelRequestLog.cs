using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>A request that the frontend was asked, and what was said meanwhile.</summary>
internal sealed record VercelRequestLog
{
    public string? RequestId { get; init; }

    [JsonConverter(typeof(IsoMoment))]
    public DateTimeOffset? Timestamp { get; init; }

    public string? DeploymentId { get; init; }

    public string? RequestMethod { get; init; }

    public string? RequestPath { get; init; }

    public int? StatusCode { get; init; }

    public string? Environment { get; init; }

    public string? Branch { get; init; }

    public string? Cache { get; init; }

    public string? TraceId { get; init; }

    public string? Domain { get; init; }

    public IReadOnlyList<LoggedLine>? Logs { get; init; }

    public IReadOnlyList<LoggedEvent>? Events { get; init; }

    /// <summary>A line that a function wrote.</summary>
    internal sealed record LoggedLine
    {
        public string? Level { get; init; }

        public string? Message { get; init; }

        public bool? MessageTruncated { get; init; }
    }

    /// <summary>What took part in an answer.</summary>
    internal sealed record LoggedEvent
    {
        /// <summary>serverless, edge-function, edge-middleware, static.</summary>
        public string? Source { get; init; }
    }
}
