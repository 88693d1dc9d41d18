namespace XmrtOps.State;

/// <summary>Times as the state file holds them: microseconds since 1970 in UTC, which sort and compare in any database.</summary>
internal static class StateTime
{
    public static long Write(DateTimeOffset at) =>
        (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Read(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond).ToLocalTime();
}
