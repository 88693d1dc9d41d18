namespace XmrtOps.Integration.Tests.Logs;

/// <summary>A platform's clock that differs from this machine's.</summary>
internal sealed class ShiftedClock(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
