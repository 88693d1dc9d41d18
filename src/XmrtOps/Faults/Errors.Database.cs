namespace XmrtOps.Faults;

/// <summary>Conditions of naming and looking at what is in a database, and of what its server has too little of.</summary>
internal static partial class Errors
{
    public static XmrtException InvalidRelationName(string text) => new(
        "InvalidRelationName",
        ErrorKind.InvalidArgument,
        $"'{text}' is no name of a table or index.",
        "Write name or schema.name; in double quotes where a part holds a dot: '\"my.schema\".t'.",
        text);

    /// <param name="target">The database.</param>
    /// <param name="message">What the server said.</param>
    /// <param name="cause">The driver's.</param>
    public static XmrtException ServerDiskFull(string target, string message, Exception? cause = null) => new(
        "ServerDiskFull",
        ErrorKind.LimitReached,
        $"{target}: the server's disk is full ({message.TrimEnd('.')}). What was not committed was taken back.",
        "Enlarge it first, since deleting takes room too: the dashboard's Database, Settings. Supabase does so by itself at 90 %, unless its "
        + "limit is reached or it was enlarged lately, and keeps the database read-only from 95 % on: Get-XmrtProject shows both. Get-XmrtTable "
        + "shows the largest tables, Get-XmrtDatabase the slots that hold WAL back; Remove-XmrtLog 30d -WhatIf and Remove-XmrtConversation "
        + "90d -WhatIf what could go. Rows that are deleted make room in their table, not on the disk.",
        target,
        cause);

    /// <param name="target">The database.</param>
    /// <param name="message">What the server said.</param>
    /// <param name="cause">The driver's.</param>
    public static XmrtException ServerOutOfMemory(string target, string message, Exception? cause = null) => new(
        "ServerOutOfMemory",
        ErrorKind.LimitReached,
        $"{target}: the server has no memory left for it ({message.TrimEnd('.')}). What was not committed was taken back.",
        "Get-XmrtActivity shows what else runs, Get-XmrtLock the locks: of shared memory each lock takes some. Try again when less runs, or do "
        + "it in smaller parts.",
        target,
        cause);

    /// <param name="target">The database.</param>
    /// <param name="message">What the server said.</param>
    /// <param name="cause">The driver's.</param>
    public static XmrtException ServerLimitExceeded(string target, string message, Exception? cause = null) => new(
        "ServerLimitExceeded",
        ErrorKind.LimitReached,
        $"{target}: a limit of the server's settings is exceeded ({message.TrimEnd('.')}). What was not committed was taken back.",
        "The message has the setting's name, such as temp_file_limit, the room for sorting on disk. A narrower question or smaller parts take "
        + "less.",
        target,
        cause);
}
