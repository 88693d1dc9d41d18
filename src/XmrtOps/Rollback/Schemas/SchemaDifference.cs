namespace XmrtOps.Rollback.Schemas;

/// <summary>What differs between two states of a schema.</summary>
/// <param name="Kind">Such as table, column, policy.</param>
/// <param name="Name">With its schema, as SQL writes it.</param>
/// <param name="Before">Null: it was not there.</param>
/// <param name="After">Null: it is not there any more.</param>
internal sealed record SchemaDifference(string Kind, string Name, string? Before, string? After)
{
    public override string ToString() => $"{Kind} {Name} {(Before is null ? "came" : After is null ? "went" : "changed")}";
}
