namespace XmrtOps.Health;

/// <summary>The two values from which on something is Degraded and Unhealthy.</summary>
internal sealed record Bounds(double Degraded, double Unhealthy)
{
    public HealthStatus Judge(double value) =>
        value >= Unhealthy ? HealthStatus.Unhealthy
        : value >= Degraded ? HealthStatus.Degraded
        : HealthStatus.Healthy;
}
