namespace XmrtOps.Database.Plans;

/// <summary>What a piece of SQL is.</summary>
internal enum SqlTokenKind
{
    WhiteSpace,
    Comment,

    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    QuotedName,

    /// <summary>A text in quotes of any kind.</summary>
    Text,

    Number,

    /// <summary>$1, $2, …</summary>
    Parameter,

    Operator,

    /// <summary>One of ( ) [ ] , . : ;</summary>
    Punctuation,
}
