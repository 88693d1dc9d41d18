namespace XmrtOps.Sandbox.Seeding;

/// <summary>What all generators share.</summary>
internal sealed class SeedContext(int seed, int scale, DateTimeOffset now)
{
    public SeedClock Clock { get; } = new(now);

    public DateTime Now => Clock.Now;

    /// <summary>A row count that grows with the scale.</summary>
    public long Scaled(long rows) => rows * scale;

    public SeededRandom Random(ulong subject, long position) => new(seed, subject, position);

    /// <summary>The id of a row by its table's subject and its position, for those that refer to it.</summary>
    public Guid Id(ulong subject, long position) => Random(subject, position).Uuid();
}
