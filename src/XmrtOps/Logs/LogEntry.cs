namespace XmrtOps.Logs;

/// <summary>A line of a log. The same for all sources; what a source does not say is null. Texts are what others wrote:
/// control characters are in them as they came.</summary>
public sealed record LogEntry
{
    /// <summary>When it happened, by the platform's clock, in UTC.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Which part of the system it is of.</summary>
    public LogSource Source { get; init; }

    /// <summary>How serious it is; null where the source does not say.</summary>
    public LogLevel? Level { get; init; }

    /// <summary>The text.</summary>
    public string Message { get; init; } = "";

    /// <summary>Name of the edge function; its identifier where the project has none of that identifier any more.</summary>
    public string? Function { get; init; }

    /// <summary>HTTP status of the answer.</summary>
    public int? Status { get; init; }

    /// <summary>HTTP method of the request.</summary>
    public string? Method { get; init; }

    /// <summary>Path of the request, without its query.</summary>
    public string? Path { get; init; }

    /// <summary>How long the answer took, in milliseconds.</summary>
    public double? DurationMs { get; init; }

    /// <summary>What other lines of the same request carry too: the execution of an edge function, Vercel's request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The platform's identifier of the line; null where it gives none.</summary>
    public string? Id { get; init; }

    /// <summary>Everything else, by the platform's own names; source is the platform's name of the log.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where it was read.</summary>
    public string Connection { get; init; } = "";
}
