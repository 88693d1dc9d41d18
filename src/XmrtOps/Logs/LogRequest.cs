using XmrtOps.Data;
using XmrtOps.Module;

namespace XmrtOps.Logs;

/// <summary>Which lines of a log are wanted.</summary>
internal sealed record LogRequest
{
    public required LogSource Source { get; init; }

    /// <summary>The first instant, or an age, which is counted from the platform's now.</summary>
    public required TimeArgument Since { get; init; }

    /// <summary>The end, itself not included; null for now.</summary>
    public TimeArgument? Until { get; init; }

    /// <summary>Levels, or null for all.</summary>
    public IReadOnlyList<LogLevel>? Levels { get; init; }

    /// <summary>A part of the message, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>Names of edge functions.</summary>
    public IReadOnlyList<string>? Functions { get; init; }

    /// <summary>Statuses, or null for all.</summary>
    public IReadOnlyList<StatusRange>? Statuses { get; init; }

    public bool OldestFirst { get; init; }

    public required Page Page { get; init; }

    /// <summary>The limits in time as seen from an instant.</summary>
    public LogSpan SpanAt(DateTimeOffset now) => new(Since.Instant(now), Until?.Instant(now) ?? now);
}
