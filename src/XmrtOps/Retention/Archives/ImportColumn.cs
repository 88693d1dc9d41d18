namespace XmrtOps.Retention.Archives;

/// <summary>A column of a table that rows are put back into.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type with its modifier, with its schema unless that is pg_catalog.</param>
/// <param name="IsGenerated">The server computes it.</param>
/// <param name="NeedsValue">It takes no NULL, and nothing fills it in.</param>
/// <param name="KeyPlace">Its place in the primary key from 1; 0: none.</param>
/// <param name="Sequence">The sequence that numbers it, as SQL writes it; null: none.</param>
internal sealed record ImportColumn(
    string Name, string Type, bool IsGenerated, bool NeedsValue, int KeyPlace, string? Sequence);
