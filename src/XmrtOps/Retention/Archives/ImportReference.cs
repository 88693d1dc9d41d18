using XmrtOps.Data;

namespace XmrtOps.Retention.Archives;

/// <summary>A foreign key of a table that rows are put back into.</summary>
/// <param name="Columns">The columns that refer.</param>
/// <param name="Parent">What they refer to.</param>
/// <param name="ParentColumns">Its columns.</param>
internal sealed record ImportReference(IReadOnlyList<string> Columns, RelationName Parent, IReadOnlyList<string> ParentColumns);
