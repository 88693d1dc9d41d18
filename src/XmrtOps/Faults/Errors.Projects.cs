namespace XmrtOps.Faults;

/// <summary>Conditions of looking at the project as a whole.</summary>
internal static partial class Errors
{
    public static XmrtException PartTimedOut(string part, string timeout) => new(
        "PartTimedOut",
        ErrorKind.TimedOut,
        $"{part}: no answer within {timeout}.",
        "A longer -Timeout waits longer; www.vercel-status.com and status.supabase.com say whether the platform is ill.",
        part);

    public static XmrtException DatabaseClosed(string target, Exception cause) => new(
        "DatabaseClosed",
        ErrorKind.ConnectionFailed,
        $"{target} takes no connections at the moment (ALLOW_CONNECTIONS is false), as for a maintenance.",
        "Ask who works on it. Its owner opens it from another database of the server: "
        + "ALTER DATABASE <name> ALLOW_CONNECTIONS true.",
        target,
        cause);

    public static XmrtException NoMetrics(string connection) => new(
        "NoMetrics",
        ErrorKind.InvalidData,
        $"The metrics of the project of '{connection}' hold no number.",
        "Try again in a minute; the dashboard shows the same numbers under Reports, Database.",
        connection);
}
