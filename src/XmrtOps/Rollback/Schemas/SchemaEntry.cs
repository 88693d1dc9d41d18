namespace XmrtOps.Rollback.Schemas;

/// <summary>A thing of a schema, with all that defines it.</summary>
/// <param name="Kind">Such as table, column, policy.</param>
/// <param name="Name">With its schema, as SQL writes it.</param>
/// <param name="Definition">The server's own words, a line for each part.</param>
internal sealed record SchemaEntry(string Kind, string Name, string Definition);
