namespace XmrtOps.Sandbox.Logs;

/// <summary>A token of a log query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a quoted one what stands between the quotes.</param>
/// <param name="Position">Where it begins, from 1.</param>
internal readonly record struct LogSqlToken(LogSqlTokenKind Kind, string Text, int Position)
{
    public bool IsWord(string word) =>
        Kind == LogSqlTokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == LogSqlTokenKind.Symbol && Text == symbol;
}
