namespace XmrtOps.Functions.Sources;

/// <summary>A piece of a script.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The word, the sign, or what is between the quotes.</param>
/// <param name="Line">Its line, from 1.</param>
internal readonly record struct ScriptToken(ScriptTokenKind Kind, string Value, int Line)
{
    public bool Is(string value) => Value == value && Kind is ScriptTokenKind.Word or ScriptTokenKind.Sign && Value == value;
}
