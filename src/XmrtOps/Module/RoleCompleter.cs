namespace XmrtOps.Module;

/// <summary>Completes roles.</summary>
public sealed class RoleCompleter() : DatabaseCompleter("Database/Names/Roles.sql");
