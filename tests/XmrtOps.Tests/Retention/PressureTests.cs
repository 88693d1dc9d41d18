using XmrtOps.Retention;

namespace XmrtOps.Tests.Retention;

public sealed class PressureTests
{
    [Theory]
    [InlineData(null, null, null, null, null)]
    [InlineData(0L, 50L, null, null, null)]
    [InlineData(1_000_000L, 50L, null, null, null)]
    [InlineData(1_000_001L, 50L, null, null, "vacuum is behind")]
    [InlineData(5_000_000L, 1_000_000L, null, null, null)]
    [InlineData(5_000_001L, 1_000_000L, null, null, "vacuum is behind")]
    [InlineData(null, null, 10.0, 1L << 30, null)]
    [InlineData(null, null, 10.1, 0L, "a replica is 10 s behind")]
    [InlineData(null, null, null, (1L << 30) + 1, "a replica is 1,024 MB behind")]
    public void A_pause_has_a_reason(long? dead, long? due, double? lagSeconds, long? lagBytes, string? reason)
    {
        string? said = new Pressure(dead, due, lagSeconds, lagBytes).Reason;

        Assert.Equal(reason is null, said is null);
        Assert.StartsWith(reason ?? "", said ?? "", StringComparison.Ordinal);
    }
}
