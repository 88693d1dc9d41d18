using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>A page of the log of requests.</summary>
internal sealed record RequestLogPage
{
    public IReadOnlyList<RequestLog>? Rows { get; init; }

    public bool? HasMoreRows { get; init; }

    /// <summary>A request, and what was written while it was answered.</summary>
    internal sealed record RequestLog
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

        public string? Domain { get; init; }

        public IReadOnlyList<RequestLogLine>? Logs { get; init; }
    }

    /// <summary>A line that a function wrote.</summary>
    internal sealed record RequestLogLine
    {
        public string? Level { get; init; }

        public string? Message { get; init; }
    }
}
