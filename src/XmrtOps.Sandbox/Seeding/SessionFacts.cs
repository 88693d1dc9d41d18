using System.Globalization;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// One conversation, worked out again from its position by every table that refers to it: none of them is kept in memory.
/// </summary>
internal readonly struct SessionFacts
{
    private const int LiveSessions = 12;
    private static readonly ulong Subject = SeededRandom.Subject("session");
    private static readonly ulong GapSubject = SeededRandom.Subject("session gaps");
    private static readonly ulong MessageSubject = SeededRandom.Subject("message");

    private readonly SeedContext context;
    private readonly long position;
    private readonly int plannedMessages;
    private readonly bool returns;

    private SessionFacts(SeedContext context, long position)
    {
        this.context = context;
        this.position = position;
        var random = context.Random(Subject, position);
        Id = random.Uuid();
        var live = position - (Count(context) - LiveSessions);
        // The last ones began within the hour, so that there is always a conversation going on.
        CreatedAt = live >= 0
            ? context.Clock.Recent(live, LiveSessions, 50, ref random)
            : context.Clock.Spread(position, Count(context) - LiveSessions, ref random);
        // Half of the sessions are keyed by their address, which must then be theirs alone.
        Address = Addresses.At(live >= 0 ? Count(context) + position : position / 2).ToString();
        Key = MakeKey(CreatedAt, Address, position, live >= 0, ref random);
        plannedMessages = random.Below(100) switch
        {
            < 35 => random.Between(2, 6),
            < 75 => random.Between(7, 16),
            < 95 => random.Between(17, 32),
            _ => random.Between(33, 60),
        };
        returns = random.Chance(15);
        OnPhone = random.Chance(55);
        var age = context.Now - CreatedAt;
        var state = random.Below(100);
        IsActive = state < 1 ? null : state >= (age.TotalDays > 90 ? 46 : 16);
        UpdatedAt = random.Chance(10) ? CreatedAt.AddTicks(random.Below(age.Ticks + 1) / 10 * 10) : CreatedAt;
        HasSignal = position % 5 == 0;
        LeadScore = HasSignal ? random.Between(1, 9) * 5 : 0;
    }

    public Guid Id { get; }

    public string Key { get; }

    public string Address { get; }

    public DateTime CreatedAt { get; }

    public DateTime UpdatedAt { get; }

    public bool? IsActive { get; }

    public bool OnPhone { get; }

    public bool HasSignal { get; }

    public int LeadScore { get; }

    public static long Count(SeedContext context) => context.Scaled(3_200);

    public static SessionFacts At(SeedContext context, long position) => new(context, position);

    public Guid MessageId(int message) => context.Id(MessageSubject, position * 64 + message);

    /// <summary>How many messages were sent by now, and when the last of them.</summary>
    public (int Count, DateTime Last) Messages()
    {
        var random = Gaps();
        var last = CreatedAt;
        var time = CreatedAt;
        var count = 0;
        while (count < plannedMessages && (time = Following(time, count, ref random)) <= context.Now)
        {
            last = time;
            count++;
        }

        return (count, last);
    }

    public SeededRandom Gaps() => context.Random(GapSubject, position);

    /// <summary>When the next message was sent; halfway through, some people come back days later.</summary>
    public DateTime Following(DateTime time, int sent, ref SeededRandom gaps)
    {
        var gap = TimeSpan.FromMilliseconds(gaps.Between(4_000, 200_000));
        if (returns && sent == plannedMessages / 2)
            gap += TimeSpan.FromMinutes(gaps.Between(1_440, 28_800));
        return time + gap;
    }

    private static string MakeKey(
        DateTime createdAt, string address, long position, bool live, ref SeededRandom random)
    {
        var milliseconds = new DateTimeOffset(createdAt).ToUnixTimeMilliseconds();
        return (live ? 0 : position % 10) switch
        {
            // Each address has one saved session, as the key is unique.
            0 or 2 or 4 or 6 or 8 => "ip-" + address,
            9 => string.Create(CultureInfo.InvariantCulture, $"community_{milliseconds}_{Base36(ref random)}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"ip-local-{milliseconds}"),
        };
    }

    private static string Base36(ref SeededRandom random)
    {
        Span<char> letters = stackalloc char[9];
        foreach (ref var letter in letters)
            letter = "0123456789abcdefghijklmnopqrstuvwxyz"[random.Below(36)];
        return new string(letters);
    }
}
