namespace XmrtOps.Database.Activity;

/// <summary>What came of stopping a session.</summary>
public enum StopOutcome
{
    /// <summary>It was told to stop, and was seen to have stopped.</summary>
    Stopped,

    /// <summary>The session had ended before; nothing was done.</summary>
    Gone,

    /// <summary>The session had finished what was shown, and does something else now; nothing was done.</summary>
    MovedOn,

    /// <summary>It was told to stop, and went on for as long as it was waited for; it may stop later.</summary>
    StillRunning,

    /// <summary>It was told to stop, and could not be watched to its end.</summary>
    Signalled,

    /// <summary>It was not told to stop, for the reason given.</summary>
    Refused,
}
