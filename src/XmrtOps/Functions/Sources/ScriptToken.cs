namespace XmrtOps.Functions.Sources;

/// <summary>A piece of a script.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The word, the sign, or what is between the quotes.</param>
/// <param name="Line">Its line, from 1.</param>
internal readonly record struct ScriptToken(ScriptTokenKind Kind, string Value, int Line)
{
    /// <summary>It is this word or sign, and no text that says so.</summary>
    public bool Is(string value) => Kind is ScriptTokenKind.Word or ScriptTokenKind.Sign && Value == value;
}
