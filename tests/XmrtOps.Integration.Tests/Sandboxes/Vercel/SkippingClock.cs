namespace XmrtOps.Integration.Tests.Sandboxes.Vercel;

/// <summary>The machine's clock, which jumps ahead when told to: for a wait that nobody needs to sit out.</summary>
internal sealed class SkippingClock : TimeProvider
{
    private long _skippedTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _skippedTicks));

    public void Skip(TimeSpan time) => Interlocked.Add(ref _skippedTicks, time.Ticks);
}
