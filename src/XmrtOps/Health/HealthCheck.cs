using System.Collections.ObjectModel;
using XmrtOps.Findings;

namespace XmrtOps.Health;

/// <summary>How one component of a system is, why, and what to do (runbook: Health Dashboard, Key Metrics).</summary>
public sealed record HealthCheck
{
    /// <summary>Name of the component: one of <see cref="HealthComponent"/>.</summary>
    public required string Component { get; init; }

    /// <summary>The judgement.</summary>
    public required HealthStatus Status { get; init; }

    /// <summary>Why; empty where nothing has to be said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What was measured, as a raw number (or a boolean) in <see cref="Unit"/>; null where nothing was.</summary>
    public object? Value { get; init; }

    /// <summary>Unit of <see cref="Value"/> and the thresholds, such as "ms", "s", "%" or "messages/1 h".</summary>
    public string? Unit { get; init; }

    /// <summary>Where the component becomes Degraded: from this value on, or for Messages below it; null where no number decides.</summary>
    public double? Threshold { get; init; }

    /// <summary>From this value on the component is Unhealthy; null where no number decides.</summary>
    public double? UnhealthyThreshold { get; init; }

    /// <summary>What to do: a command to paste, or an action; null where there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>How much it matters; follows from <see cref="Status"/>.</summary>
    public Severity Severity => Status switch
    {
        HealthStatus.Healthy => Severity.None,
        HealthStatus.Degraded => Severity.Warning,
        HealthStatus.Unhealthy => Severity.Critical,
        _ => Severity.Information,
    };

    /// <summary>How far the judgement can be relied on.</summary>
    public Confidence Confidence { get; init; } = Confidence.High;

    /// <summary>The numbers behind the judgement, by name.</summary>
    public IReadOnlyDictionary<string, object?> Evidence { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>When the measuring ended.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>How long the measuring took, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>Name of the connection.</summary>
    public string Connection { get; init; } = "";

    /// <summary>The report is of several connections, so that a table has to name this one's.</summary>
    internal bool IsOfSeveral { get; init; }

    /// <summary>A component that could not be measured.</summary>
    internal static HealthCheck NotMeasured(HealthComponent component, string reason, string? remedy = null) => new()
    {
        Component = component.ToString(),
        Status = HealthStatus.Unknown,
        Reason = reason,
        Remedy = remedy,
        Confidence = Confidence.None,
    };

    /// <summary>A component whose number two thresholds judge.</summary>
    internal static HealthCheck Measured(HealthComponent component, double value, string unit, Bounds bounds) => new()
    {
        Component = component.ToString(),
        Status = bounds.Judge(value),
        // Rounded for the eye only: what was measured is what is judged.
        Value = Math.Round(value, 3),
        Unit = unit,
        Threshold = bounds.Degraded,
        UnhealthyThreshold = bounds.Unhealthy,
    };
}
