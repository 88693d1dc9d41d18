namespace XmrtOps.Sandbox.Logs;

/// <summary>What a token of a log query is.</summary>
internal enum LogSqlTokenKind
{
    /// <summary>A bare word: a keyword, a column, a function.</summary>
    Word,

    /// <summary>A name in back quotes or double quotes, which is no keyword.</summary>
    QuotedName,

    /// <summary>A number without its sign.</summary>
    Number,

    /// <summary>A text in single quotes, unescaped.</summary>
    Text,

    /// <summary>An operator or a mark.</summary>
    Symbol,

    /// <summary>The end of the query.</summary>
    End,
}
