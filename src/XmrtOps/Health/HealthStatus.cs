namespace XmrtOps.Health;

/// <summary>How a component is.</summary>
public enum HealthStatus
{
    /// <summary>Measured, and within its thresholds.</summary>
    Healthy,

    /// <summary>Measured, and beyond the first threshold: look at it.</summary>
    Degraded,

    /// <summary>Measured, and beyond the second threshold, or not working: act.</summary>
    Unhealthy,

    /// <summary>Could not be measured; the reason says why. Never to be read as healthy.</summary>
    Unknown,
}
