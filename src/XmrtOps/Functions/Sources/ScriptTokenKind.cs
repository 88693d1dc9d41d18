namespace XmrtOps.Functions.Sources;

/// <summary>What a piece of a script is.</summary>
internal enum ScriptTokenKind
{
    Word,
    Sign,
    Text,

    /// <summary>A template with parts that are put in at run time; one without is a text.</summary>
    Template,
    Number,
    Pattern,
}
