namespace XmrtOps.Rollback.Definitions;

/// <summary>A part of how something is made.</summary>
/// <param name="Name">What of it, for people.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As SQL; a fact in its one spelling.</param>
internal sealed record DefinitionPart(string Name, DefinitionPartKind Kind, string Text)
{
    public const string None = "none";

    /// <summary>Another spelling of what is there: the name of what is taken where nothing is said.</summary>
    public string? Alternative { get; init; }
}
