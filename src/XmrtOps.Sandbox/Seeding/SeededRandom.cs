using System.Buffers.Binary;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// SplitMix64. A generator of our own, since the framework's may change between versions and rows must not. It is
/// keyed by seed, subject and position, so that any row can be made again without those before it.
/// </summary>
internal struct SeededRandom
{
    private const ulong Increment = 0x9E3779B97F4A7C15;
    private ulong state;

    public SeededRandom(int seed, ulong subject, long position)
    {
        state = Mix((ulong)seed * 0xD1B54A32D192ED03 + Mix(subject + Mix((ulong)position + Increment)));
    }

    /// <summary>A key for the subject of that name (FNV-1a, as string.GetHashCode differs from run to run).</summary>
    public static ulong Subject(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in name)
            hash = (hash ^ letter) * 0x100000001B3;
        return hash;
    }

    public ulong Next()
    {
        state += Increment;
        return Mix(state);
    }

    /// <summary>A number from 0 to one below the limit.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    public long Below(long limit) => (long)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>A number from the first to the last, both included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>A fraction from 0 to below 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1L << 53));

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(T[] choices) => choices[Below(choices.Length)];

    /// <summary>A UUID of version 4.</summary>
    public Guid Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Next());
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Next());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
