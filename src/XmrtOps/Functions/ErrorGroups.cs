namespace XmrtOps.Functions;

/// <summary>What one source holds.</summary>
/// <param name="Errors">Its groups, the most frequent first; not all of them where a part of the list is wanted.</param>
/// <param name="Count">How many groups there are.</param>
internal sealed record ErrorGroups(IReadOnlyList<TopError> Errors, long Count);
