namespace XmrtOps.Database.Plans;

/// <summary>A piece of SQL.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it is written.</param>
/// <param name="IsComplete">False: the text ends within it.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, bool IsComplete = true)
{
    /// <summary>It says something: neither white space nor a comment.</summary>
    public bool IsSignificant => Kind is not (SqlTokenKind.WhiteSpace or SqlTokenKind.Comment);

    /// <summary>The name that it is, as the server keeps it: folded to small letters, or without its quotes.</summary>
    public string? Name => Kind switch
    {
        SqlTokenKind.Word => Text.ToLowerInvariant(),
        SqlTokenKind.QuotedName when IsComplete =>
            Text[(Text.IndexOf('"', StringComparison.Ordinal) + 1)..^1].Replace("\"\"", "\"", StringComparison.Ordinal),
        _ => null,
    };

    public bool Is(char punctuation) => Kind == SqlTokenKind.Punctuation && Text[0] == punctuation;

    /// <summary>It is this keyword, or a name without quotes that reads so.</summary>
    public bool Is(string word) =>
        Kind == SqlTokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);
}
