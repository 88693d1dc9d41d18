namespace XmrtOps.Rollback.Inverses;

/// <summary>What there is now of something that a migration made.</summary>
/// <param name="Id">Its OID, a column's that of its table; null: it is gone.</param>
/// <param name="Catalogue">Where it is catalogued.</param>
/// <param name="Part">Number of a column; 0 for all else.</param>
/// <param name="Columns">Of a table.</param>
/// <param name="Body">Of a function.</param>
/// <param name="Overloads">Functions of its name.</param>
/// <param name="Guard">What a trigger's function says, or a check's condition.</param>
internal sealed record ObjectNow(
    long? Id, string? Catalogue, int Part, IReadOnlyList<string> Columns, string? Body, long? Overloads, string? Guard);
