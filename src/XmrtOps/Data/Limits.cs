namespace XmrtOps.Data;

/// <summary>How much of a database's time and of other sessions' patience a transaction of ours may take.</summary>
/// <param name="Statement">Longest run of one statement; zero: no limit.</param>
/// <param name="Lock">Longest wait for a lock.</param>
internal sealed record Limits(TimeSpan Statement, TimeSpan Lock)
{
    /// <summary>Diagnosis has to work under overload, and must not add to it.</summary>
    public static readonly Limits Read = new(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(50));

    /// <summary>Exact counts and EXPLAIN ANALYZE.</summary>
    public static readonly Limits ExactRead = new(TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(50));

    /// <summary>Streams: the first row within 30 s (<see cref="FirstRow"/>), the whole as long as it takes.</summary>
    public static readonly Limits Stream = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(50));

    /// <summary>Changes of the application's rows.</summary>
    public static readonly Limits Write = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(2));

    /// <summary>Changes that are tried and rolled back: they get their locks at once or not at all, and give them back as
    /// soon.</summary>
    public static readonly Limits Rehearsal = new(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(50));

    /// <summary>CREATE and DROP INDEX CONCURRENTLY: they wait for every older transaction, and one that gives up early
    /// leaves an invalid index behind that each write has to maintain (measured).</summary>
    public static readonly Limits ConcurrentIndex = new(TimeSpan.Zero, TimeSpan.FromMinutes(10));

    /// <summary>Changes of the schema that take their locks at once or not at all: everybody else queues behind.</summary>
    public static readonly Limits SchemaChange = new(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(2));

    /// <summary>The longest silence of a server in the middle of a stream, and before its first row.</summary>
    public static readonly TimeSpan FirstRow = TimeSpan.FromSeconds(30);

    /// <summary>What the driver adds to the server's limit before it cancels by itself.</summary>
    public static readonly TimeSpan DriverGrace = TimeSpan.FromSeconds(5);

    /// <summary>Rows that a list shows when neither -First nor -All is given.</summary>
    public const int DefaultListLength = 20;
}
