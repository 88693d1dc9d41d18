namespace XmrtOps.Module;

/// <summary>Completes tables, materialised views and foreign tables; those of schema public by their bare name.</summary>
public sealed class TableCompleter() : DatabaseCompleter("Database/Names/Tables.sql");
