using System.Security;

namespace XmrtOps.Connections;

/// <summary>How a database was logged in to: for PostgreSQL's own programs, which make a connection of their own.</summary>
/// <param name="Target">Where it is.</param>
/// <param name="Password">Null: none was needed.</param>
internal sealed record DatabaseLogin(DatabaseTarget Target, SecureString? Password);
