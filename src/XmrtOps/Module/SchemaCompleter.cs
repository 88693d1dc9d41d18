namespace XmrtOps.Module;

/// <summary>Completes schemas.</summary>
public sealed class SchemaCompleter() : DatabaseCompleter("Database/Names/Schemas.sql");
