namespace XmrtOps.Logs;

/// <summary>How serious a line of a log is. Sources without a level of their own are judged by the answer's status: 5xx is
/// an error, 4xx a warning.</summary>
public enum LogLevel
{
    /// <summary>For developers.</summary>
    Debug,

    /// <summary>What happens all day.</summary>
    Info,

    /// <summary>To be looked at: an answer of 4xx, a warning.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}
