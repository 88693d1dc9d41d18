namespace XmrtOps.Functions.Sources;

/// <summary>An import of a script.</summary>
/// <param name="Specifier">What it names, as it is written; null where that is put together at run time.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Names">The names that it takes; empty for all, or for none.</param>
/// <param name="OfTypes">Only types are taken: nothing is loaded at run time.</param>
internal sealed record ScriptImport(string? Specifier, int Line, IReadOnlyList<string> Names, bool OfTypes)
{
    /// <summary>All names are taken at once, by an asterisk.</summary>
    public bool TakesAll { get; init; }
}
