namespace XmrtOps.Rollback.Definitions;

/// <summary>How something is made now.</summary>
/// <param name="Definition">As the server says it.</param>
/// <param name="Relation">The name of the relation that it belongs to, as SQL, without its schema.</param>
/// <param name="Columns">That relation's columns with their types, as SQL.</param>
/// <param name="Type">Of a column: its type.</param>
/// <param name="Rules">Constraints over a column.</param>
/// <param name="Indexes">Indexes over a column.</param>
internal sealed record DefinitionNow(
    Definition Definition,
    string Relation,
    string Columns,
    string? Type,
    IReadOnlyList<(string Name, Definition Rule)> Rules,
    IReadOnlyList<string> Indexes);
