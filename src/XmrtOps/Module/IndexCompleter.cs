namespace XmrtOps.Module;

/// <summary>Completes indexes; those of schema public by their bare name.</summary>
public sealed class IndexCompleter() : DatabaseCompleter("Database/Names/Indexes.sql");
