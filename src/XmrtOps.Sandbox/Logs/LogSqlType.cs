namespace XmrtOps.Sandbox.Logs;

/// <summary>Type of a value in a log query.</summary>
internal enum LogSqlType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction.</summary>
    Real,

    /// <summary>The result of a comparison, which the engine shows as 0 or 1.</summary>
    Flag,

    /// <summary>A point in time, UTC.</summary>
    Time,

    /// <summary>A length of time.</summary>
    Interval,

    /// <summary>The id of a row.</summary>
    Uuid,

    /// <summary>The attributes of a row.</summary>
    Map,

    /// <summary>Several values in parentheses.</summary>
    Tuple,

    /// <summary>NULL.</summary>
    Nothing,
}
